import {
  EdgeCounts,
  EdgeState,
  GraphNode,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { EDGE_STATES } from '../../components/status/edgeStates';

/**
 * The worst state of a group, and how much of it: `3 of 40 blocked` of the edges
 * that begin in it, `1 of 6 inbound blocked` of those that reach it. Each
 * edge begins in one group, so the first add up.
 */
export function worstInWords({ worst, counts, reached }: GraphNode): string {
  if (!worst) return '';
  const label = EDGE_STATES[worst].label.toLowerCase();
  const own = share(worst, counts, label);
  const inbound = reached?.[worst];
  if (own) return inbound ? `${own}, ${inbound} inbound` : own;
  return share(worst, reached, `inbound ${label}`) ?? label;
}

/** Both kinds of counts together. */
export function sumCounts(
  first: EdgeCounts = {},
  second: EdgeCounts = {},
): EdgeCounts {
  const sum = { ...first };
  for (const [state, count] of Object.entries(second) as [
    EdgeState,
    number,
  ][]) {
    sum[state] = (sum[state] ?? 0) + count;
  }
  return sum;
}

function share(worst: EdgeState, counts: EdgeCounts = {}, label: string) {
  const total = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return counts[worst] ? `${counts[worst]} of ${total} ${label}` : undefined;
}
