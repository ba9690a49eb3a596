import {
  grantEnds,
  liveAccessStates,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { AccessContext } from '../AccessContext';
import { ResolvedAccess } from '../types';

const LOOKED_AT = 50;

/** Median time from request to the last decision, over the newest at this destination. */
export async function usualDecisionSeconds(
  { store }: Pick<AccessContext, 'store'>,
  resolved: ResolvedAccess | undefined,
): Promise<{ usualDecisionSeconds?: number }> {
  if (!resolved) return {};
  const { items } = await store.list(
    {
      refs: [...new Set(resolved.targets.map(target => target.ref))],
      states: ['denied', 'scheduled', ...liveAccessStates, ...grantEnds],
    },
    { offset: 0, limit: LOOKED_AT },
  );
  const seconds = items
    .filter(record => record.decisions.length > 0)
    .map(record => {
      const last = record.decisions[record.decisions.length - 1];
      return (Date.parse(last.at) - Date.parse(record.requestedAt)) / 1000;
    })
    .sort((left, right) => left - right);
  if (seconds.length === 0) return {};
  return {
    usualDecisionSeconds: Math.round(seconds[Math.floor(seconds.length / 2)]),
  };
}
