import { AccessPair } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { useApiClient } from './useApiClient';
import { useLoad } from './useLoad';

/** Pairs that one question may name. */
const MAX_PAIRS = 200;

/**
 * Why a guardrail refuses a request for a pair, for pages that would offer one.
 * While that is not known nothing is held back: the form tells it, too.
 */
export function useRefusals(
  pairs: AccessPair[],
): (pair: Pick<AccessPair, 'source' | 'destination'>) => string | undefined {
  const api = useApiClient();
  const asked = pairs.slice(0, MAX_PAIRS);
  const offers = useLoad(
    signal => api.offers(asked, signal),
    `offers ${JSON.stringify(asked)}`,
    { skip: asked.length === 0 },
  ).value;
  return ({ source, destination }) =>
    offers?.find(
      offer => offer.source === source && offer.destination === destination,
    )?.refusal;
}
