import { AuthService } from '@backstage/backend-plugin-api';
import { Entity } from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  airflowEntityRef,
  ANNOTATION_AIRFLOW_INSTANCE,
  ENTITY_TYPE_AIRFLOW,
  formerAirflowEntityRef,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { CatalogSource } from '../config/readCatalogSources';
import { isOurs } from './isOurs';

/** Which entity an Airflow instance is, and whether we may say so. */
export type InstanceEntity = {
  ref: string;
  /** Somebody else has the name: nothing of ours may hang on it. */
  isForeign: boolean;
};

/**
 * The entity of an Airflow instance. One that the catalog has under its bare
 * name, as instances were called at first, keeps it; any other gets a name that
 * is not somebody's by chance. The catalog is asked anew each time and nothing
 * is remembered, so that all replicas come to the same name.
 *
 * @throws where the catalog does not answer: a guess could rename an entity
 */
export async function findInstance(
  services: { auth: AuthService; catalog: CatalogService },
  source: CatalogSource,
): Promise<InstanceEntity> {
  const { name } = source;
  const former = formerAirflowEntityRef(name);
  const ref = airflowEntityRef(name);
  const { items } = await services.catalog.getEntitiesByRefs(
    {
      entityRefs: [former, ref],
      fields: ['metadata.annotations', 'spec.type'],
    },
    { credentials: await services.auth.getOwnServiceCredentials() },
  );
  const [underFormer, underOwn] = items;
  if (underFormer && isInstance(underFormer, source)) {
    return { ref: former, isForeign: false };
  }
  const isForeign = underOwn !== undefined && !isInstance(underOwn, source);
  return { ref, isForeign };
}

function isInstance(entity: Entity, source: CatalogSource): boolean {
  return (
    isOurs(entity, source) &&
    entity.spec?.type === ENTITY_TYPE_AIRFLOW &&
    entity.metadata.annotations?.[ANNOTATION_AIRFLOW_INSTANCE] === source.name
  );
}
