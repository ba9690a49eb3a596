import { ResourceEntity } from '@backstage/catalog-model';
import {
  ANNOTATION_KUMA_CONTROL_PLANE,
  ANNOTATION_KUMA_KRI,
  ANNOTATION_KUMA_MESH,
  ANNOTATION_KUMA_SERVICE,
  ANNOTATION_KUMA_SERVICE_KIND,
  ANNOTATION_KUMA_ZONE,
  CatalogService,
  ENTITY_TYPE_EXTERNAL_SERVICE,
  ENTITY_TYPE_SERVICE,
  meshEntityRef,
  serviceEntityName,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { CatalogSource } from '../config/readCatalogSources';
import { defined, groupings, locationAnnotations } from './shared';

/** A service of a mesh as a Resource that depends on its mesh. */
export function serviceEntity(
  service: CatalogService,
  source: CatalogSource,
  /** Meshes whose entity is somebody else's. */
  foreignMeshes: Set<string>,
): ResourceEntity {
  const { labels, annotations } = groupings(service);
  const { mesh, kind, name, guiUrl } = service;
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: defined({
      namespace: 'default',
      name: serviceEntityName({ controlPlane: source.name, mesh, kind, name }),
      title: service.displayName,
      description: service.description,
      labels: Object.keys(labels).length > 0 ? labels : undefined,
      annotations: defined({
        ...locationAnnotations(source, guiUrl),
        ...annotations,
        [ANNOTATION_KUMA_CONTROL_PLANE]: source.name,
        [ANNOTATION_KUMA_MESH]: mesh,
        [ANNOTATION_KUMA_SERVICE]: name,
        [ANNOTATION_KUMA_SERVICE_KIND]: kind,
        [ANNOTATION_KUMA_ZONE]: service.zone,
        [ANNOTATION_KUMA_KRI]: service.kri,
      }),
      links: guiUrl
        ? [{ url: guiUrl, title: 'Open in Kuma', icon: 'dashboard' }]
        : undefined,
    }) as ResourceEntity['metadata'],
    spec: defined({
      type:
        kind === 'MeshExternalService'
          ? ENTITY_TYPE_EXTERNAL_SERVICE
          : ENTITY_TYPE_SERVICE,
      owner: service.owner,
      system: service.system,
      dependsOn: foreignMeshes.has(mesh)
        ? undefined
        : [meshEntityRef(source.name, mesh)],
    }) as ResourceEntity['spec'],
  };
}
