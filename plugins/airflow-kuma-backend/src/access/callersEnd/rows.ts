import { createHash } from 'node:crypto';
import { MeshPlace } from '../AccessContext';
import { identityKey } from '../policies';
import { AskedEntry, CallersEndRow } from '../store/CallersEndStore';
import { AccessRecord, ResolvedTarget } from '../types';
import { CallerWorkload } from './assessCallers';
import { RefChange } from './manifest';
import { sameEntry } from './reach';

/** Notes what a grant asks of a workload; the same is noted once. */
export function ask(
  place: MeshPlace,
  rows: Map<string, CallersEndRow>,
  workload: CallerWorkload,
  record: Pick<AccessRecord, 'id' | 'resolved'>,
): void {
  if (workload.entries.length === 0) return;
  const { key, name, manifest } = workload;
  const known = rows.get(key);
  const row: CallersEndRow = known ?? {
    ...place,
    key,
    workload: name,
    ...(manifest && {
      manifest: {
        repository: manifest.repository,
        branch: manifest.branch,
        path: manifest.path,
        document: manifest.document,
      },
    }),
    identities: [],
    entries: [],
    created: false,
    hash: '',
  };
  const identities = record.resolved.identities.map(one =>
    identityKey(one.uriSans),
  );
  rows.set(key, {
    ...row,
    identities: [...new Set([...row.identities, ...identities])].sort(),
    entries: workload.entries.reduce(
      (entries, { entry, services }) =>
        withGrant(entries, { entry, services, grants: [record.id], ended: [] }),
      row.entries,
    ),
  });
}

function withGrant(entries: AskedEntry[], added: AskedEntry): AskedEntry[] {
  const known = entries.find(asked => sameEntry(asked.entry, added.entry));
  if (!known) return [...entries, added];
  const next: AskedEntry = {
    ...known,
    services: union(known.services, added.services),
    grants: union(known.grants, added.grants),
  };
  return entries.map(asked => (asked === known ? next : asked));
}

function union(left: string[], right: string[]): string[] {
  return [...new Set([...left, ...right])].sort();
}

/** Entity refs: what somebody else can need, too. */
export function servicesOf(targets: Pick<ResolvedTarget, 'ref'>[]): string[] {
  return [...new Set(targets.map(({ ref }) => ref))].sort();
}

/** What a manifest has to become, in what we can write. */
export function changeOf({ entries, created }: CallersEndRow): RefChange {
  const refs = (wanted: (asked: AskedEntry) => boolean) =>
    entries.flatMap(asked =>
      asked.entry.list === 'reachableBackends' && wanted(asked)
        ? [asked.entry.ref]
        : [],
    );
  return {
    add: refs(({ grants, refused }) => grants.length > 0 && !refused),
    remove: refs(({ grants }) => grants.length === 0),
    ours: created,
  };
}

/** Tells one change from another; never the empty text, which means due. */
export function changeHash({ add, remove }: RefChange): string {
  return createHash('sha256')
    .update(JSON.stringify([add, remove]))
    .digest('hex');
}
