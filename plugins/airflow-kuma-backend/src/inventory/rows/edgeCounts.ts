import {
  Edge,
  EdgeCounts,
  EdgeState,
  worstState,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/** What a row says about the edges of a DAG or service. */
export type EdgeSummary = { edges: EdgeCounts; worst?: EdgeState };

/** Counts edges by state. */
export function edgeCounts(edges: Pick<Edge, 'state'>[]): EdgeSummary {
  const counts: EdgeCounts = {};
  for (const { state } of edges) counts[state] = (counts[state] ?? 0) + 1;
  return { edges: counts, worst: worstState(edges.map(({ state }) => state)) };
}
