import {
  KumaResource,
  servicesBehind,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { RefusedPermission } from './RefusedPermission';

/**
 * The MeshServices that a service stands for: itself, or what a
 * MeshMultiZoneService found.
 */
export function membersOfService(
  service: KumaResource,
  meshServices: KumaResource[],
): KumaResource[] {
  if (service.type === 'MeshService') return [service];
  if (service.type !== 'MeshMultiZoneService') {
    throw new RefusedPermission(
      'service-kind',
      service.type === 'MeshExternalService'
        ? 'An external service is decided at the egress, not at a proxy of its own'
        : `A ${service.type} cannot be selected by labels of its proxies`,
    );
  }
  const members = servicesBehind(service, meshServices);
  if (members.length === 0) {
    throw new RefusedPermission(
      'no-proxy',
      `No MeshService is behind ${service.name}`,
    );
  }
  return members;
}
