import {
  KumaResource,
  MeshSnapshot,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { MergedPart } from '../types';
import { buildTrafficPermission } from './buildPolicies';
import { grantsOfPolicy } from './grantsOfPolicy';

type Match = { match?: Record<string, string> };

/**
 * Kuma lets exactly one TrafficPermission decide an inbound, so ours carries
 * the sources of the one that it outranks, as that one is now. Returns the
 * policies that the parts of all live grants come to.
 */
export function mergedPolicies(
  snapshot: MeshSnapshot,
  parts: { grant: string; part: MergedPart }[],
): { policy: KumaResource; grants: string[]; base?: string }[] {
  const byName = new Map<string, { grant: string; part: MergedPart }[]>();
  for (const entry of parts) {
    byName.set(entry.part.name, [
      ...(byName.get(entry.part.name) ?? []),
      entry,
    ]);
  }
  return [...byName.entries()].map(([name, entries]) => {
    const { destination } = entries[0].part;
    const base = baseOf(snapshot, destination);
    const grants = [...new Set(entries.map(entry => entry.grant))].sort();
    const sources = [
      ...entries.flatMap(entry => entry.part.sources),
      ...sourcesOf(base),
    ];
    return {
      policy: buildTrafficPermission(
        { mesh: snapshot.mesh.name, name, grants },
        destination,
        sources,
      ),
      grants,
      ...(base && { base: base.name }),
    };
  });
}

/** The policy of somebody else that would decide this destination without ours. */
export function baseOf(
  snapshot: MeshSnapshot,
  destination: Record<string, string>,
): KumaResource | undefined {
  const rank = (policy: KumaResource) =>
    Math.max(
      -1,
      ...destinationsOf(policy)
        .filter(match => matches(match, destination))
        .map(match => {
          const values = Object.values(match);
          return (
            values.length * 1000 + values.filter(value => value !== '*').length
          );
        }),
    );
  return snapshot.trafficPermissions
    .filter(policy => grantsOfPolicy(policy) === undefined)
    .map(policy => ({ policy, rank: rank(policy) }))
    .filter(entry => entry.rank >= 0)
    .sort(
      (left, right) =>
        right.rank - left.rank ||
        Date.parse(right.policy.creationTime ?? '') -
          Date.parse(left.policy.creationTime ?? '') ||
        (left.policy.name < right.policy.name ? -1 : 1),
    )[0]?.policy;
}

function destinationsOf(policy: KumaResource): Record<string, string>[] {
  return ((policy.destinations as Match[] | undefined) ?? []).map(
    entry => entry.match ?? {},
  );
}

function sourcesOf(policy: KumaResource | undefined): Record<string, string>[] {
  return ((policy?.sources as Match[] | undefined) ?? []).map(
    entry => entry.match ?? {},
  );
}

function matches(
  match: Record<string, string>,
  tags: Record<string, string>,
): boolean {
  return Object.entries(match).every(([key, value]) =>
    value === '*' ? tags[key] !== undefined : tags[key] === value,
  );
}
