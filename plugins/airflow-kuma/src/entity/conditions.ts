import {
  ANNOTATION_SERVICE,
  ENTITY_TYPE_DAG,
  ENTITY_TYPE_EXTERNAL_SERVICE,
  ENTITY_TYPE_SERVICE,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { Entity } from '@backstage/catalog-model';

/** Whether an entity is an Airflow DAG. @public */
export function isDag(entity: Entity): boolean {
  return entity.spec?.type === ENTITY_TYPE_DAG;
}

/**
 * Whether an entity is a mesh service, or an organisation's own component
 * that names one in `airflow-kuma.dev/service`.
 * @public
 */
export function isService(entity: Entity): boolean {
  const type = entity.spec?.type;
  return (
    type === ENTITY_TYPE_SERVICE ||
    type === ENTITY_TYPE_EXTERNAL_SERVICE ||
    Boolean(entity.metadata.annotations?.[ANNOTATION_SERVICE])
  );
}

/** Whether an entity is a group or a user: they own DAGs and services. @public */
export function isOwner(entity: Entity): boolean {
  return entity.kind === 'Group' || entity.kind === 'User';
}
