import {
  ReadinessCall,
  ReadinessCounts,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { OwnerCount } from './ReadinessDays';

/** How many calls are in each state. */
export function countCalls(
  calls: Pick<ReadinessCall, 'state'>[],
): ReadinessCounts {
  const counts: ReadinessCounts = {
    stops: 0,
    'cannot-be-told': 0,
    opens: 0,
    stays: 0,
  };
  for (const { state } of calls) counts[state] += 1;
  return counts;
}

/** Calls that do not stay as they are, and all. */
export function leftOf({ stays, ...changes }: ReadinessCounts): {
  left: number;
  total: number;
} {
  const left = Object.values(changes).reduce((sum, count) => sum + count, 0);
  return { left, total: left + stays };
}

/** The same for each owner of calls. */
export function countByOwner(
  calls: (Pick<ReadinessCall, 'state'> & { owner: string })[],
): OwnerCount[] {
  return [...groupByOwner(calls)].map(([owner, own]) => ({
    owner,
    ...leftOf(countCalls(own)),
  }));
}

/** Calls by their owner. */
export function groupByOwner<T extends { owner: string }>(
  calls: T[],
): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const call of calls) {
    const group = groups.get(call.owner);
    if (group) group.push(call);
    else groups.set(call.owner, [call]);
  }
  return groups;
}
