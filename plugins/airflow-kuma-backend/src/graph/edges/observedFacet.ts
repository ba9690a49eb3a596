import {
  DagIdentity,
  ObservationWindow,
  ObservedFacet,
  utcMinute,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ServiceFact } from '../../sync/InventoryReader';
import { Observation, ObservationBook } from '../facts/ObservationBook';
import { traceLink } from './traceLink';

type Told = { reason: string; toldAt?: string; window?: ObservationWindow };

/** What says most first: a refusal before a success before silence. */
const TELLING: Observation['outcome'][] = [
  'denied',
  'seen',
  'silent',
  'not-known',
];

/**
 * What was seen from a DAG's identities at a service. `repairedAt` is when the
 * policy that now allows was last changed: a refusal from before then is over.
 */
export function observedFacet(question: {
  identities: DagIdentity[];
  service: ServiceFact;
  book: ObservationBook;
  window?: ObservationWindow;
  repairedAt?: string;
  traceUrl?: string;
  /** Of calls of a shared identity: why whose they are, and where they are told. */
  toldOf: (identity: DagIdentity) => Told | undefined;
}): ObservedFacet {
  const { service, book } = question;
  const looks = question.identities
    .filter(
      identity =>
        identity.controlPlane === service.controlPlane &&
        identity.mesh === service.mesh &&
        identity.uriSans.length > 0,
    )
    .map(identity => {
      const told = question.toldOf(identity);
      const window = told?.window ?? question.window;
      return {
        identity,
        told,
        sharedBy: identity.sharedBy,
        seen: repaired(book.look({ identity, service, window }), question),
      };
    });
  if (!looks.length) {
    return {
      outcome: 'not-known',
      reason:
        'Without an identity in this mesh nothing seen can be told to be its own.',
      evidence: [],
      sharedBy: 1,
    };
  }
  const best = looks.reduce((a, b) =>
    TELLING.indexOf(b.seen.outcome) < TELLING.indexOf(a.seen.outcome) ? b : a,
  );
  const told = best.seen.outcome === 'silent' ? undefined : best.told;
  return {
    ...best.seen,
    reason: [best.seen.reason, told?.reason].filter(Boolean).join(' '),
    sharedBy: best.sharedBy,
    ...(told?.toldAt !== undefined && { toldAt: told.toldAt }),
    ...(question.traceUrl && {
      traceUrl: traceLink(question.traceUrl, best.identity, service),
    }),
  };
}

function repaired(
  seen: Observation,
  { repairedAt }: { repairedAt?: string },
): Observation {
  const { lastDenied, lastSeen } = seen;
  if (seen.outcome !== 'denied' || !repairedAt || !lastDenied) return seen;
  if (Date.parse(lastDenied) >= Date.parse(repairedAt)) return seen;
  return {
    ...seen,
    outcome: lastSeen ? 'seen' : 'not-known',
    reason: `Was refused until ${utcMinute(
      lastDenied,
    )}; the permission is from ${utcMinute(repairedAt)}${
      lastSeen ? '.' : ', and nothing was seen since.'
    }`,
  };
}
