import { PrometheusLabels } from '@airflow-kuma/backstage-plugin-airflow-kuma-node';

/** What we ask a Prometheus; durations are in seconds. */
export function expressionsOf(labels: PrometheusLabels) {
  const { mesh, workload, cluster } = labels;
  const pair = `${mesh}, ${workload}, ${cluster}`;
  // Envoy's own clusters and the way into the application are no calls.
  const calls = `{${cluster}!~"localhost_.*|ads_cluster|kuma_.*|self_.*|system_.*"}`;
  const over = (metric: string, seconds: number) =>
    `${metric}${calls}[${seconds}s]`;
  return {
    rate: (window: number) =>
      `sum by (${pair}) (rate(${over(
        'envoy_cluster_upstream_rq_total',
        window,
      )}))`,
    rateByClass: (window: number) =>
      `sum by (${pair}, envoy_response_code_class) (rate(${over(
        'envoy_cluster_upstream_rq_xx',
        window,
      )}))`,
    connectionRate: (window: number) =>
      `sum by (${pair}) (rate(${over(
        'envoy_cluster_upstream_cx_total',
        window,
      )}))`,
    p95: (window: number) =>
      `histogram_quantile(0.95, sum by (${pair}, le) (rate(${over(
        'envoy_cluster_upstream_rq_time_bucket',
        window,
      )})))`,
    answersByClass: (window: number) =>
      `sum by (${pair}, envoy_response_code_class) (increase(${over(
        'envoy_cluster_upstream_rq_xx',
        window,
      )}))`,
    connections: (window: number) =>
      `sum by (${pair}) (increase(${over(
        'envoy_cluster_upstream_cx_total',
        window,
      )}))`,
    /** By destination: no metric names the refused caller. */
    refusals: (window: number) =>
      `sum by (${mesh}, ${workload}) (increase(envoy_rbac_denied[${window}s]))`,
    /** Destinations that count admissions, so that no refusal means none. */
    admissions: (window: number) =>
      `sum by (${mesh}, ${workload}) (increase(envoy_rbac_allowed[${window}s]))`,
    /** Whether a mesh was scraped at all, step by step. */
    scraped: () => `count by (${mesh}) (envoy_cluster_upstream_cx_total)`,
  };
}
