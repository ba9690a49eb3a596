import {
  Listing,
  RawProxy,
  RawZone,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import pick from 'lodash/pick';

/** What of a proxy, and of a zone, is in its insight. */
export const PROXY_SEEN = [
  'status',
  'since',
  'sync',
  'certificate',
  'versions',
] as const satisfies (keyof RawProxy)[];
export const ZONE_SEEN = [
  'online',
  'version',
] as const satisfies (keyof RawZone)[];

/** Items of which nothing new is told, with what was seen of them last. */
export function asLastSeen<T extends { name: string; mesh?: string }>(
  listing: Listing<T>,
  stored: T[],
  fields: readonly (keyof T)[],
): Listing<T> {
  const known = new Map(stored.map(row => [keyOf(row), row]));
  const rows = listing.rows.map(row => {
    const last = known.get(keyOf(row));
    return last ? { ...row, ...pick(last, fields) } : row;
  });
  return { ...listing, rows };
}

/** What is stored of a kind beside what was listed of it. */
export function withUnlisted<T extends { name: string; mesh?: string }>(
  rows: T[],
  stored: T[],
): T[] {
  const listed = new Set(rows.map(keyOf));
  return [...rows, ...stored.filter(row => !listed.has(keyOf(row)))];
}

function keyOf({ mesh, name }: { name: string; mesh?: string }): string {
  return JSON.stringify([mesh, name]);
}
