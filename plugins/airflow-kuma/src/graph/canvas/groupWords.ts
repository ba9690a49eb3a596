import {
  EdgeCounts,
  EdgeState,
  GraphNode,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  labelOfMany,
  EDGE_STATES,
  EDGE_STATE_ORDER,
} from '../../components/status/edgeStates';

/**
 * What is as bad as the worst of a group, and of how much:
 * `1 blocked, 8 need permission of 50` of the edges that begin in it,
 * `inbound 1 blocked of 6` of those that reach it. Each edge begins in one
 * group, so the first add up.
 */
export function worstInWords({ worst, counts, reached }: GraphNode): string {
  if (!worst) return '';
  const { tone } = EDGE_STATES[worst];
  const isAsBad = (state: EdgeState) => EDGE_STATES[state].tone === tone;
  const share = (all: EdgeCounts = {}) => {
    const words = countsInWords(all, isAsBad);
    return words && `${words} of ${totalOf(all)}`;
  };
  const inbound = share(reached);
  return (
    [share(counts), inbound && `inbound ${inbound}`]
      .filter(Boolean)
      .join('; ') || EDGE_STATES[worst].label.toLocaleLowerCase('en-US')
  );
}

/** All states of a group, for who cannot see its bar; nothing without edges. */
export function statesInWords({
  counts = {},
  reached = {},
}: Pick<GraphNode, 'counts' | 'reached'>): string {
  const all = [
    [counts, 'beginning in it'] as const,
    [reached, 'reaching it'] as const,
  ];
  return all
    .filter(([states]) => totalOf(states) > 0)
    .map(([states, where]) => `${where}: ${countsInWords(states)}`)
    .join(', ');
}

/** `1 blocked, 8 need permission`, the worst first. */
function countsInWords(
  counts: EdgeCounts,
  isMeant: (state: EdgeState) => boolean = () => true,
): string {
  return EDGE_STATE_ORDER.filter(isMeant)
    .flatMap(state => {
      const count = counts[state];
      return count ? `${count} ${wordOf(state, count)}` : [];
    })
    .join(', ');
}

function wordOf(state: EdgeState, count: number): string {
  return labelOfMany(state, count).toLocaleLowerCase('en-US');
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

function totalOf(counts: EdgeCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
