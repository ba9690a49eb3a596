import { BackendReference } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

export type BackendRef = BackendReference;

/** What a caller's proxy lacks to reach one destination. */
export type ReachEntry =
  | { list: 'reachableBackends'; ref: BackendRef }
  /** Services by tag, and MeshServices that are reached by theirs. */
  | { list: 'reachableServices'; tag: string }
  /** Of a proxy without transparent proxying. */
  | { list: 'outbound'; port: number; ref?: BackendRef; tag?: string };

/** The same reference, whatever the order of its fields. */
export function sameRef(left: unknown, right: unknown): boolean {
  return canonical(left) === canonical(right);
}

/** The same entry of the same list. */
export function sameEntry(left: ReachEntry, right: ReachEntry): boolean {
  return canonical(left) === canonical(right);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner) =>
    inner && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(
          Object.entries(inner)
            .filter(([, field]) => field !== undefined)
            .sort(([a], [b]) => (a < b ? -1 : 1)),
        )
      : inner,
  );
}
