import { AuthService } from '@backstage/backend-plugin-api';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { ANNOTATION_AIRFLOW_INSTANCE } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/**
 * Whether the entity of an Airflow instance is somebody else's: whoever comes
 * first keeps a name in the catalog, and DAGs must not become parts of a
 * component that merely has it. What cannot be told is not foreign: a catalog
 * that just starts does not answer yet, and is asked again.
 */
export async function isForeignInstance(
  services: { auth: AuthService; catalog: CatalogService },
  instance: { name: string; ref: string },
): Promise<boolean> {
  try {
    const credentials = await services.auth.getOwnServiceCredentials();
    const entity = await services.catalog.getEntityByRef(instance.ref, {
      credentials,
    });
    const owner = entity?.metadata.annotations?.[ANNOTATION_AIRFLOW_INSTANCE];
    return entity !== undefined && owner !== instance.name;
  } catch {
    return false;
  }
}
