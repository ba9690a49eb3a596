/**
 * Airflow Kuma in the search.
 *
 * @packageDocumentation
 */
export { searchModuleAirflowKuma as default } from './module';
