import { CallOptions } from '../http/types';

/**
 * A series with its values; times are ISO.
 * @public
 */
export type PrometheusSeries = {
  labels: Record<string, string>;
  values: { at: string; value: number }[];
};

/**
 * The names of the labels that tell caller, mesh and destination.
 * @public
 */
export type PrometheusLabels = {
  mesh: string;
  workload: string;
  cluster: string;
};

/**
 * Asks one Prometheus.
 * @public
 */
export interface PrometheusClient {
  readonly labels: PrometheusLabels;
  /** Value of an expression at one time (now); one value in each series. */
  query(
    expression: string,
    options?: CallOptions & { at?: string },
  ): Promise<PrometheusSeries[]>;
  queryRange(
    expression: string,
    range: { start: string; end: string; stepSeconds: number },
    options?: CallOptions,
  ): Promise<PrometheusSeries[]>;
}
