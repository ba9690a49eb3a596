import { AuthService } from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  ANNOTATION_KUMA_CONTROL_PLANE,
  ANNOTATION_KUMA_MESH,
  meshEntityRef,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { CatalogSource } from '../config/readCatalogSources';
import { isOurs } from './isOurs';

/**
 * Meshes of a control plane whose name the catalog gave to somebody else: no
 * service of ours may hang on what merely has the name.
 */
export async function findForeignMeshes(
  services: { auth: AuthService; catalog: CatalogService },
  source: CatalogSource,
  meshes: { mesh: string }[],
): Promise<Set<string>> {
  const { name: controlPlane } = source;
  if (meshes.length === 0) return new Set();
  const { items } = await services.catalog.getEntitiesByRefs(
    {
      entityRefs: meshes.map(({ mesh }) => meshEntityRef(controlPlane, mesh)),
      fields: ['metadata.annotations'],
    },
    { credentials: await services.auth.getOwnServiceCredentials() },
  );
  const isForeign = (mesh: string, at: number) => {
    const entity = items[at];
    if (!entity) return false;
    const { annotations = {} } = entity.metadata;
    return (
      !isOurs(entity, source) ||
      annotations[ANNOTATION_KUMA_CONTROL_PLANE] !== controlPlane ||
      annotations[ANNOTATION_KUMA_MESH] !== mesh
    );
  };
  return new Set(
    meshes.map(({ mesh }) => mesh).filter((mesh, at) => isForeign(mesh, at)),
  );
}
