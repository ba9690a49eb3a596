import { utcMinute } from '../../time';
import { counted } from '../../words';
import {
  DestinationServicePort,
  MeshSnapshot,
  ServiceVerdict,
  Verdict,
} from '../types';

/** Kinds on which every verdict of a mesh rests. */
const OF_ALL = new Set([
  'Dataplane',
  'MeshIdentity',
  'MeshTLS',
  'MeshTrafficPermission',
  'TrafficPermission',
]);

type Unread = NonNullable<MeshSnapshot['unread']>;

/** What was not told of what a verdict rests on: of any, or of a service. */
export function unreadFor(
  { unread = [] }: MeshSnapshot,
  destination?: DestinationServicePort,
): Unread {
  return unread.filter(
    ({ kind }) =>
      OF_ALL.has(kind) ||
      kind === destination?.kind ||
      // A service of several zones is made of those of each.
      (kind === 'MeshService' && destination?.kind === 'MeshMultiZoneService'),
  );
}

/** A verdict that rests on what was not told: unknown, whatever was last read. */
export function notRead(verdict: Verdict, unread: Unread): Verdict {
  const [{ kind, since }] = unread;
  const others =
    unread.length > 1 ? ` and ${counted(unread.length - 1, 'other kind')}` : '';
  return {
    ...verdict,
    enforced: 'unknown',
    intended: 'unknown',
    code: 'not-read',
    reason: `The control plane has not told its ${kind} resources${others} since ${utcMinute(
      since,
    )}. Last known: ${verdict.reason}`,
  };
}

/** The same for all inbounds of a service. */
export function serviceNotRead(
  answer: ServiceVerdict,
  unread: Unread,
): ServiceVerdict {
  return {
    ...answer,
    verdict: notRead(answer.verdict, unread),
    inbounds: answer.inbounds.map(({ destination, verdict }) => ({
      destination,
      verdict: notRead(verdict, unread),
    })),
  };
}
