/**
 * Airflow Kuma in the catalog.
 *
 * @packageDocumentation
 */
export { catalogModuleAirflowKuma as default } from './module';
