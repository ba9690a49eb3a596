import {
  EDGE_STATES,
  DagRow,
  DagRun,
  EdgeCounts,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { DagFact } from '../../sync';
import { ParsedTableQuery } from '../parseQuery';
import { EdgeSummary } from './edgeCounts';
import { anyOf, containsText, isOneOf } from './matches';
import { SortKeys } from './tableOf';

/** A DAG with what its edges say, before it is a row. */
export type DagEntry = {
  dag: DagFact;
  summary: EdgeSummary;
  /** Edges of identities that it shares, which could be its. */
  shared: EdgeCounts;
};

/** States of a DAG that a filter can ask for. */
export function dagStates({ dag, summary }: DagEntry): string[] {
  return [...ownDagStates(dag), ...(summary.worst ? [summary.worst] : [])];
}

/** Those of them that do not come from its edges. */
export function ownDagStates(dag: DagFact): string[] {
  return [
    ...(dag.isPaused ? ['paused'] : []),
    ...(dag.isStale ? ['stale'] : []),
    ...(dag.hasImportErrors ? ['broken'] : []),
  ];
}

/** What the text filter looks into. */
export function dagTexts(dag: DagFact): (string | undefined)[] {
  return [
    dag.dagId,
    dag.displayName,
    dag.description,
    dag.owner,
    dag.instance,
    dag.dataDomain,
    dag.environment,
    ...dag.tags,
    ...dag.owners,
  ];
}

/**
 * Whether a DAG passes the filters. `mesh`, `zone` and `controlPlane` mean
 * services that it has edges to: `linked` lists theirs.
 */
export function dagMatches(
  entry: DagEntry,
  query: ParsedTableQuery,
  linked: { controlPlane: string[]; mesh: string[]; zone: string[] },
): boolean {
  const { dag } = entry;
  return (
    isOneOf(query.instance, dag.instance) &&
    isOneOf(query.environment, dag.environment) &&
    isOneOf(query.dataDomain, dag.dataDomain) &&
    isOneOf(query.owner, dag.owner) &&
    anyOf(query.state, dagStates(entry)) &&
    anyOf(query.controlPlane, linked.controlPlane) &&
    anyOf(query.mesh, linked.mesh) &&
    anyOf(query.zone, linked.zone) &&
    containsText(query.text, dagTexts(dag))
  );
}

export const DAG_SORT_KEYS: SortKeys<DagEntry> = {
  name: ({ dag }) => dag.displayName,
  dagId: ({ dag }) => dag.dagId,
  instance: ({ dag }) => dag.instance,
  owner: ({ dag }) => dag.owner,
  dataDomain: ({ dag }) => dag.dataDomain,
  environment: ({ dag }) => dag.environment,
  schedule: ({ dag }) => dag.schedule.summary,
  nextRun: ({ dag }) => dag.nextRun,
  worst: ({ summary }) => severityOf(summary),
  edges: ({ summary }) => edgeTotal(summary),
};

/** A row of the DAG table. */
export function dagRow(
  { dag, summary, shared }: DagEntry,
  lastRun?: DagRun,
): DagRow {
  return {
    ref: dag.ref,
    instance: dag.instance,
    dagId: dag.dagId,
    displayName: dag.displayName,
    description: dag.description,
    owner: dag.owner,
    tags: dag.tags,
    dataDomain: dag.dataDomain,
    environment: dag.environment,
    isPaused: dag.isPaused,
    isStale: dag.isStale,
    hasImportErrors: dag.hasImportErrors,
    nextRun: dag.nextRun,
    uiUrl: dag.uiUrl,
    schedule: dag.schedule.summary ?? dag.schedule.description,
    lastRun: lastRun && {
      state: lastRun.state,
      start: lastRun.start,
      runId: lastRun.runId,
    },
    ...summary,
    ...(Object.keys(shared).length > 0 && { shared }),
  };
}

function severityOf({ worst }: EdgeSummary): number | undefined {
  return worst && EDGE_STATES.indexOf(worst);
}

function edgeTotal({ edges }: EdgeSummary): number {
  return Object.values(edges).reduce((sum, count) => sum + count, 0);
}
