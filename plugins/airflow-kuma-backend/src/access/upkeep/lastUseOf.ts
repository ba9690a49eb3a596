import {
  Edge,
  holdsAt,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { AccessRecord } from '../types';

type Used = Pick<
  AccessRecord,
  'heldSince' | 'activeSince' | 'endedAt' | 'lastUsed'
>;

/**
 * When a grant was last used: the last call that was let through since it took
 * effect, extensions included, and before its end. What was seen before that
 * was let in by something else. Lists, request, review and campaign all show
 * this one.
 */
export function lastUseOf(
  record: Used,
  edges: Pick<Edge, 'observed'>[] = [],
): string | undefined {
  const from = record.heldSince ?? record.activeSince;
  if (from === undefined) return undefined;
  return edges
    .flatMap(({ observed }) => observed.lastSeen ?? [])
    .concat(record.lastUsed ?? [])
    .filter(at => holdsAt({ from, to: record.endedAt }, at))
    .sort((left, right) => Date.parse(left) - Date.parse(right))
    .pop();
}

/** Whether telemetry says anything of these calls. */
export function isUseKnown(edges: Pick<Edge, 'observed'>[]): boolean {
  return edges.some(({ observed }) => observed.outcome !== 'not-known');
}
