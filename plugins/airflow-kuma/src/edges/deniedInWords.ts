import {
  counted,
  GraphEdge,
  PermittedFacet,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { DateTime } from 'luxon';

const NOW: Partial<Record<PermittedFacet['outcome'], string>> = {
  allow: 'allowed now',
  'not-enforced': 'passes now',
};

function utcTime(iso: string): string {
  return DateTime.fromISO(iso, { zone: 'utc' }).toFormat('HH:mm');
}

/**
 * What was refused within the hours that are asked for, in words, also where it
 * is let through by now; `undefined` where nobody asks, or where the state says it.
 */
export function deniedInWords({
  denied,
  edge,
  state,
  total,
}: Pick<GraphEdge, 'denied' | 'edge' | 'state' | 'total'>): string | undefined {
  if (!denied) return undefined;
  const what = total > 1 ? `${counted(denied.count, 'edge')} denied` : 'denied';
  const now = edge && NOW[edge.permitted.outcome];
  return [`${what} at ${utcTime(denied.last)} UTC`, state !== 'blocked' && now]
    .filter(Boolean)
    .join(', ');
}

/** The same in two words, for where there is little room. */
export function deniedInShort({
  denied,
}: Pick<GraphEdge, 'denied'>): string | undefined {
  return denied && `denied ${utcTime(denied.last)}`;
}
