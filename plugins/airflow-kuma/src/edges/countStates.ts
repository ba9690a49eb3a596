import {
  Edge,
  EdgeCounts,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/** How many edges are in each state. */
export function countStates(edges: Pick<Edge, 'state'>[]): EdgeCounts {
  const counts: EdgeCounts = {};
  for (const { state } of edges) counts[state] = (counts[state] ?? 0) + 1;
  return counts;
}
