import { PrometheusLabels } from './PrometheusClient';

/**
 * Credentials of a Prometheus.
 * @public
 */
export type PrometheusAuth =
  | { type: 'basic'; username: string; password: string }
  | { type: 'bearer'; token: string }
  | { type: 'none' };

/**
 * What a client of a Prometheus needs to know.
 * @public
 */
export type PrometheusClientConfig = {
  /** Without `/api/v1`. */
  baseUrl: string;
  auth: PrometheusAuth;
  labels: PrometheusLabels;
  maxConcurrentRequests: number;
  timeoutMilliseconds: number;
};
