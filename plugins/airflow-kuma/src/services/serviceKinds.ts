import { ServiceKind } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/** Kinds of services in words. */
export const SERVICE_KINDS: Record<ServiceKind, string> = {
  MeshService: 'Service',
  MeshMultiZoneService: 'Multi-zone service',
  MeshExternalService: 'External service',
  ServiceTag: 'Service tag',
};
