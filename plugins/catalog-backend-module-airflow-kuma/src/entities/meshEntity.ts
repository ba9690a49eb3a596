import { ResourceEntity } from '@backstage/catalog-model';
import {
  ANNOTATION_KUMA_CONTROL_PLANE,
  ANNOTATION_KUMA_MESH,
  ENTITY_TYPE_MESH,
  KumaCatalogInventory,
  meshEntityName,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { CatalogSource } from '../config/readCatalogSources';
import { defined, locationAnnotations } from './shared';

/** A mesh as a Resource. */
export function meshEntity(
  mesh: KumaCatalogInventory['meshes'][number],
  source: CatalogSource,
): ResourceEntity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Resource',
    metadata: defined({
      namespace: 'default',
      name: meshEntityName(source.name, mesh.mesh),
      title: mesh.mesh,
      description: `Mesh ${mesh.mesh} of control plane ${source.name}`,
      annotations: {
        ...locationAnnotations(source, mesh.guiUrl),
        [ANNOTATION_KUMA_CONTROL_PLANE]: source.name,
        [ANNOTATION_KUMA_MESH]: mesh.mesh,
      },
      links: mesh.guiUrl
        ? [{ url: mesh.guiUrl, title: 'Open in Kuma', icon: 'dashboard' }]
        : undefined,
    }) as ResourceEntity['metadata'],
    spec: { type: ENTITY_TYPE_MESH, owner: source.owner },
  };
}
