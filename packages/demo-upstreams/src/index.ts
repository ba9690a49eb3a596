/**
 * Stand-ins for Airflow, Kuma and Prometheus, for development and tests.
 *
 * @packageDocumentation
 */

export * from './http';
export { startKumaStandIn } from './kuma/startKumaStandIn';
export type { KumaStandIn, KumaStandInOptions } from './kuma/startKumaStandIn';
export { KumaState } from './kuma/KumaState';
export type { GoneFromKuma } from './kuma/goneRoutes';
export type {
  ExternalServiceSeed,
  KumaVersion,
  MeshSeed,
  PermissionSeed,
  PortSeed,
  ProxySeed,
  ServiceSeed,
  TlsMode,
  TrafficPermissionSeed,
} from './kuma/types';
export { defaultMesh, demoIdentity, legacyMesh, movingMesh } from './company';
export { startPrometheusStandIn } from './prometheus/startPrometheusStandIn';
export type {
  PrometheusStandIn,
  PrometheusStandInOptions,
} from './prometheus/startPrometheusStandIn';
export type { FlowEnd, FlowVerdict, TrafficFlow } from './prometheus/types';
export {
  demoRefusals,
  demoTraffic,
  demoUsers,
  legacyBatchDags,
  prodDataDags,
  prodDataImportErrors,
} from './company';
export { startAirflowStandIn } from './airflow/startAirflowStandIn';
export type {
  AirflowStandIn,
  AirflowStandInOptions,
} from './airflow/startAirflowStandIn';
export { AirflowState } from './airflow/AirflowState';
export type {
  AirflowUser,
  AirflowVersion,
  DagSeed,
  FailureSeed,
  MeshRefusal,
  RunSeed,
  TaskSeed,
} from './airflow/types';
export * from './generate';
export { shipAccessLogs } from './accessLogs/shipAccessLogs';
export type { AccessLogShipper } from './accessLogs/shipAccessLogs';
