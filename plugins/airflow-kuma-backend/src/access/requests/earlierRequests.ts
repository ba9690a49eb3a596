import {
  AccessOffer,
  AccessPair,
  AccessState,
  finalAccessStates,
  liveAccessStates,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { AccessContext } from '../AccessContext';
import { AccessQuery } from '../store';
import { AccessRecord, Caller } from '../types';

const OPEN: AccessState[] = ['pending', 'scheduled', ...liveAccessStates];
/** What was extended goes on under the grant that took its place. */
const ENDED = finalAccessStates.filter(state => state !== 'superseded');

/** Looks up what was asked for pairs before: what is open, and the caller's own that has ended. */
export async function earlierRequests(
  { store }: Pick<AccessContext, 'store'>,
  caller: Caller,
  pairs: AccessPair[],
  where: AccessQuery['where'],
): Promise<(pair: AccessPair) => Pick<AccessOffer, 'open' | 'last'>> {
  const refs = [...new Set(pairs.map(pair => pair.destination))];
  const requester = caller.ownershipRefs.concat(caller.user ?? []);
  const [open, ended] = await Promise.all([
    store.all({ states: [...new Set(OPEN)], refs, where }),
    store.all({ states: ENDED, refs, requester, where }),
  ]);
  return pair => {
    const waiting = open.find(record => isAbout(record, pair));
    // Oldest first, as the store gives them.
    const last = ended
      .filter(record => isExactly(record, pair) && isAbout(record, pair))
      .pop();
    return {
      ...(waiting && { open: { id: waiting.id, state: waiting.state } }),
      ...(last && {
        last: {
          id: last.id,
          state: last.state,
          reason: last.reason,
          duration: last.duration,
        },
      }),
    };
  };
}

/** Also as a part of what a whole data domain asks for. */
function isAbout({ resolved }: AccessRecord, pair: AccessPair): boolean {
  return (
    resolved.dags.some(dag => dag.ref === pair.source) &&
    resolved.targets.some(
      ({ ref, port }) =>
        ref === pair.destination &&
        (pair.port === undefined || port === pair.port),
    )
  );
}

function isExactly({ source, destination }: AccessRecord, pair: AccessPair) {
  return (
    source.kind === 'dag' &&
    source.ref === pair.source &&
    destination.kind === 'service' &&
    destination.ref === pair.destination
  );
}
