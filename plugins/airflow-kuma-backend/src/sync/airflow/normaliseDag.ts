import {
  Dag,
  DagDependency,
  DagTask,
  DeclaredDependency,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  airflowLinks,
  RawDag,
  RawDagDetails,
  RawImportError,
  RawTask,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { fromDoc } from '../dependencies/fromDoc';
import { fromTags } from '../dependencies/fromTags';
import { mergeDeclared } from '../dependencies/mergeDeclared';
import { entityRefOf, ownerOf } from '../rules/ownerOf';
import { tagValue } from '../rules/tagValue';
import { importErrorOf } from './importErrors';
import { AirflowSettings, LinkBase } from './settings';

/** What only a request of its own tells of a DAG; kept while it is unchanged. */
export type DagDetail = {
  scheduleAssets: string[];
  tasks: DagTask[];
  /** From `doc_md`, which itself is not kept. */
  declared: DeclaredDependency[];
  problem?: string;
};

/** The parts of one DAG, read in several lists. */
export type DagParts = {
  row: RawDag;
  /** Absent until read. */
  detail?: DagDetail;
  inlets: DeclaredDependency[];
  upstream: DagDependency[];
  importErrors: RawImportError[];
};

/** A DAG, without what moves with every run of it. */
export function normaliseDag(
  parts: DagParts,
  settings: AirflowSettings,
  links: LinkBase,
): Omit<Dag, 'nextRun'> {
  const { row, detail } = parts;
  const importError = importErrorOf(row, parts.importErrors);
  return {
    instance: settings.name,
    dagId: row.dagId,
    displayName: row.displayName,
    description: row.description,
    owners: row.owners,
    tags: row.tags,
    schedule: {
      summary: row.scheduleSummary,
      description: row.scheduleDescription,
      assets: detail?.scheduleAssets ?? [],
    },
    isPaused: row.isPaused,
    isStale: row.isStale,
    hasImportErrors: row.hasImportErrors || importError !== undefined,
    importError,
    file: row.file,
    bundle: row.bundle,
    uiUrl: airflowLinks.dag(links.uiUrl, links.api, row.dagId),
    tasks: detail?.tasks ?? [],
    declared: mergeDeclared(
      fromTags(row.tags, settings.declarations),
      parts.inlets,
      detail?.declared ?? [],
    ),
    upstream: parts.upstream,
    owner: ownerOf(
      { owners: row.owners, tags: row.tags, labels: {} },
      settings.owners,
    ),
    system: settings.system && entityRefOf(settings.system, 'system'),
    dataDomain: tagValue(row.tags, settings.dataDomainTag),
    environment:
      tagValue(row.tags, settings.environmentTag) ?? settings.environment,
  };
}

/** Details and tasks of a DAG, as far as we keep them. */
export function detailOf(
  details: RawDagDetails,
  tasks: RawTask[],
  settings: AirflowSettings,
): DagDetail {
  return {
    scheduleAssets: details.scheduleAssets,
    tasks: tasks.map(task => ({
      taskId: task.taskId,
      displayName: task.displayName,
      operator: task.operator,
      isMapped: task.isMapped,
      queue: task.queue ?? details.defaultQueue,
      pool: task.pool ?? details.defaultPool,
      downstream: task.downstream,
    })),
    ...fromDoc(details.docMd, settings.declarations),
  };
}

/** What was kept of the details in a stored DAG. */
export function storedDetail(dag: Omit<Dag, 'nextRun'>): DagDetail {
  return {
    scheduleAssets: dag.schedule.assets,
    tasks: dag.tasks,
    declared: declaredVia(dag, 'doc'),
  };
}

/** What was kept of the inlets, where assets cannot be read. */
export function storedInlets(dag: Omit<Dag, 'nextRun'>): DeclaredDependency[] {
  return declaredVia(dag, 'inlet');
}

function declaredVia(
  dag: Omit<Dag, 'nextRun'>,
  via: 'doc' | 'inlet',
): DeclaredDependency[] {
  return dag.declared.flatMap(item => {
    const evidence = item.evidence.filter(each => each.via === via);
    return evidence.length > 0 ? [{ ...item, evidence }] : [];
  });
}
