import { ComponentEntity } from '@backstage/catalog-model';
import {
  ANNOTATION_AIRFLOW_DAG_ID,
  ANNOTATION_AIRFLOW_INSTANCE,
  ANNOTATION_AIRFLOW_SCHEDULE,
  ANNOTATION_AIRFLOW_TAGS,
  CatalogDag,
  dagEntityName,
  ENTITY_TYPE_DAG,
  toTag,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { CatalogSource } from '../config/readCatalogSources';
import { InstanceEntity } from '../provider/findInstance';
import { defined, groupings, locationAnnotations } from './shared';

/** A DAG as a Component of its Airflow instance. */
export function dagEntity(
  dag: CatalogDag,
  source: CatalogSource,
  instance: InstanceEntity,
): ComponentEntity {
  const { labels, annotations } = groupings(dag);
  const tags = tagsOf(dag.tags);
  const isRaw = dag.tags.some(tag => !tags.includes(tag));
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: defined({
      namespace: 'default',
      name: dagEntityName(source.name, dag.dagId),
      title: dag.displayName,
      description: dag.description,
      tags: tags.length > 0 ? tags : undefined,
      labels: Object.keys(labels).length > 0 ? labels : undefined,
      annotations: defined({
        ...locationAnnotations(source, dag.uiUrl),
        ...annotations,
        [ANNOTATION_AIRFLOW_INSTANCE]: source.name,
        [ANNOTATION_AIRFLOW_DAG_ID]: dag.dagId,
        [ANNOTATION_AIRFLOW_SCHEDULE]: dag.schedule,
        [ANNOTATION_AIRFLOW_TAGS]: isRaw ? JSON.stringify(dag.tags) : undefined,
      }) as Record<string, string>,
      links: [{ url: dag.uiUrl, title: 'Open in Airflow', icon: 'dashboard' }],
    }),
    spec: defined({
      type: ENTITY_TYPE_DAG,
      lifecycle: lifecycleOf(dag.environment),
      owner: dag.owner,
      system: dag.system,
      subcomponentOf: instance.isForeign ? undefined : instance.ref,
      dependsOn: dag.dependsOn.length > 0 ? dag.dependsOn : undefined,
    }) as ComponentEntity['spec'],
  };
}

function tagsOf(tags: string[]): string[] {
  return [...new Set(tags.flatMap(tag => toTag(tag) ?? []))];
}

/** Backstage's word where an environment means it, else the environment. */
function lifecycleOf(environment: string | undefined): string {
  return !environment || /^prod(uction)?$/i.test(environment)
    ? 'production'
    : environment;
}
