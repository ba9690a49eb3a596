/**
 * Clients for Airflow, Kuma and Prometheus, and extension points of
 * Airflow Kuma.
 *
 * @packageDocumentation
 */
export * from './airflow';
export * from './config';
export * from './extensions';
export * from './http';
export * from './inventory';
export * from './kuma';
export * from './prometheus';
