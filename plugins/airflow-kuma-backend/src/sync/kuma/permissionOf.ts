import {
  KumaResource,
  Permission,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  grantsOf,
  isOurs,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { stringify } from 'yaml';

/** A permission policy as people should see it. */
export function permissionOf(
  controlPlane: string,
  resource: KumaResource,
): Permission {
  const labels = resource.labels ?? {};
  return {
    controlPlane,
    mesh: resource.mesh ?? '',
    kind:
      resource.type === 'TrafficPermission'
        ? 'TrafficPermission'
        : 'MeshTrafficPermission',
    name: resource.name,
    kri: resource.kri,
    yaml: stringify(resource),
    grants: isOurs(resource) ? grantsOf(labels) : [],
    shadow: labels['kuma.io/effect'] === 'shadow',
    created: resource.creationTime,
    modified: resource.modificationTime,
  };
}
