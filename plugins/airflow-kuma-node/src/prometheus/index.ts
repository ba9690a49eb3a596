export * from './createPrometheusClient';
export * from './PrometheusClient';
export * from './PrometheusClientConfig';
