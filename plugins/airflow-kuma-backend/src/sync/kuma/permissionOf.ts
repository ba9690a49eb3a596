import {
  KUMA_LABEL_GRANTS,
  KumaResource,
  Permission,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
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
    grants: labels[KUMA_LABEL_GRANTS]?.split('.').filter(Boolean) ?? [],
    shadow: labels['kuma.io/effect'] === 'shadow',
    created: resource.creationTime,
    modified: resource.modificationTime,
  };
}
