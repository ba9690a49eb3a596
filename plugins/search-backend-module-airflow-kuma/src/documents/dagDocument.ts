import {
  AirflowCatalogInventory,
  CatalogDag,
  dagEntityRef,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { entityLocation, words } from './entityLocation';
import { DagDocument } from './types';

/**
 * A DAG with what the catalog's own document lacks: raw id and tags, instance,
 * data domain and environment as people write them.
 */
export function dagDocument(
  dag: CatalogDag,
  inventory: Pick<AirflowCatalogInventory, 'instance' | 'title'>,
): DagDocument {
  const ref = dagEntityRef(inventory.instance, dag.dagId);
  return {
    title: dag.displayName,
    text: words([
      dag.description,
      dag.dagId,
      ...dag.tags,
      dag.owner,
      dag.dataDomain,
      dag.environment,
      inventory.title,
      dag.schedule,
    ]),
    location: entityLocation(ref),
    authorization: { resourceRef: ref },
    dagId: dag.dagId,
    instance: inventory.title,
    schedule: dag.schedule ?? '',
    owner: dag.owner,
    dataDomain: dag.dataDomain ?? '',
    environment: dag.environment ?? '',
    tags: dag.tags,
  };
}
