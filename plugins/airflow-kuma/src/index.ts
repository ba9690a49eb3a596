/**
 * Pages and cards of Airflow × Kuma, for the new frontend system. The same for
 * the old one is at `./legacy`.
 *
 * @packageDocumentation
 */
export { airflowKumaPlugin as default } from './plugin';
export { AccessPreviewPanel } from './access/AccessPreviewPanel';
export { AirflowKumaSidebarItem } from './access/AirflowKumaSidebarItem';
export * from './api';
export * from './routes';
