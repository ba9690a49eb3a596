import {
  ANNOTATION_SERVICE,
  serviceEntityRef,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';

/**
 * The service that an entity stands for: itself, or what its annotation
 * `<control plane>/<mesh>/<service>` names. The service's own name may hold
 * slashes no more than Kuma's names do, so three parts are all there are.
 */
export function serviceRefOf(entity: Entity): string {
  const annotation = entity.metadata.annotations?.[ANNOTATION_SERVICE];
  const parts = annotation?.split('/').map(part => part.trim());
  if (!parts || parts.length !== 3 || parts.some(part => !part)) {
    return stringifyEntityRef(entity);
  }
  const [controlPlane, mesh, name] = parts;
  return serviceEntityRef({ controlPlane, mesh, kind: 'MeshService', name });
}
