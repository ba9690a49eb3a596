import { DagIdentity } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  InventoryReader,
  MeshKey,
  TimeWindow,
} from '../../sync/InventoryReader';
import { IdentifyDags } from '../facts/FactsReader';

/** A DAG that ran as one of the identities, and when it was read to do so. */
export type DagOnIdentity = {
  ref: string;
  instance: string;
  dagId: string;
  displayName: string;
  /** Those of the identities that it had. */
  uriSans: string[];
  /** Spans of time, oldest first; no `to` where it still holds. */
  spans: { from: string; to?: string }[];
};

export type DagsOnIdentityQuery = MeshKey & TimeWindow & { uriSans: string[] };
export type DagsOnIdentity = (
  query: DagsOnIdentityQuery,
) => Promise<DagOnIdentity[]>;

/**
 * Every DAG that ran as one of these identities at some time of a window, also
 * one that is gone or runs elsewhere by now: each version that was read of a DAG
 * against all proxies that showed an identity then. The rules are those of now.
 */
export async function dagsOnIdentity(
  readers: {
    inventory: Pick<InventoryReader, 'dagVersions' | 'proxyVersions'>;
    identify: IdentifyDags;
  },
  query: DagsOnIdentityQuery,
): Promise<DagOnIdentity[]> {
  const [versions, proxies] = await Promise.all([
    readers.inventory.dagVersions(query),
    readers.inventory.proxyVersions(query),
  ]);
  // Each version as a DAG of its own, since one DAG has several.
  const identities = readers.identify(
    versions.map(({ value }, index) => ({ ...value, ref: String(index) })),
    proxies.map(({ value }) => value),
  );
  const found = new Map<string, DagOnIdentity>();
  versions.forEach(({ value, validFrom, validTo }, index) => {
    const had = (identities.get(String(index)) ?? []).flatMap(identity =>
      commonUriSans(identity, query),
    );
    if (had.length === 0) return;
    const { ref, instance, dagId, displayName } = value;
    const known = found.get(ref);
    const spans = known?.spans ?? [];
    const last = spans[spans.length - 1];
    const to = validTo && { to: validTo };
    found.set(ref, {
      ref,
      instance,
      dagId,
      displayName,
      uriSans: [...new Set([...(known?.uriSans ?? []), ...had])].sort(),
      spans:
        last?.to === validFrom
          ? [...spans.slice(0, -1), { from: last.from, ...to }]
          : [...spans, { from: validFrom, ...to }],
    });
  });
  return [...found.values()];
}

function commonUriSans(
  identity: DagIdentity,
  query: DagsOnIdentityQuery,
): string[] {
  return identity.controlPlane === query.controlPlane &&
    identity.mesh === query.mesh
    ? identity.uriSans.filter(uriSan => query.uriSans.includes(uriSan))
    : [];
}
