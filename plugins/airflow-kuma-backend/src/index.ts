/**
 * The backend plugin of Airflow Kuma.
 *
 * @packageDocumentation
 */
export { airflowKumaPlugin as default } from './plugin';
