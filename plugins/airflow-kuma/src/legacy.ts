/**
 * Pages and cards of Airflow × Kuma, for the old frontend system.
 *
 * @packageDocumentation
 */
export * from './legacyPlugin';
export { AirflowKumaSidebarItem } from './access/AirflowKumaSidebarItem';
export * from './api';
export * from './entity/conditions';
export * from './routes';
export type { ResultItemProps } from './search/ResultItem';
