import {
  AccessOffer,
  AccessPair,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { useApiClient } from './useApiClient';
import { useLoad } from './useLoad';

/** Pairs that one question may name. */
const MAX_PAIRS = 200;

/**
 * What is known of a request for a pair before it is offered: that a guardrail
 * refuses it, that somebody asked already, what came of the last time. While
 * that is not known nothing is held back: the form tells it, too.
 */
export function useOffers(
  pairs: AccessPair[],
): (
  pair: Pick<AccessPair, 'source' | 'destination'>,
) => AccessOffer | undefined {
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
    );
}
