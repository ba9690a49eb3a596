import { createHash } from 'node:crypto';
import {
  KumaResource,
  MeshSnapshot,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { PermissionKind } from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import canonicalize from 'canonicalize';
import {
  grantsOfPolicy,
  mergedPolicies,
  writtenName,
  writtenPlace,
} from '../policies';
import { AccessRecord } from '../types';

/** A policy that has to be in the mesh, and for whom. */
export type DesiredPolicy = {
  key: string;
  policy: KumaResource;
  grants: string[];
  /** Somebody else's policy that it carries along. */
  base?: string;
  hash: string;
};

/** The union of what grants say: this, and nothing else of ours, is to be in the mesh. */
export function desiredPolicies(
  snapshot: MeshSnapshot,
  grants: AccessRecord[],
): Map<string, DesiredPolicy> {
  const own = grants.flatMap(record =>
    (record.plan?.policies ?? []).map(policy => ({
      policy,
      grants: [record.id],
    })),
  );
  const merged = mergedPolicies(
    snapshot,
    grants.flatMap(record =>
      (record.plan?.merged ?? []).map(part => ({ grant: record.id, part })),
    ),
  );
  return new Map(
    [...own, ...merged].map(entry => {
      const key = policyKey(entry.policy);
      return [key, { ...entry, key, hash: contentHash(entry.policy) }];
    }),
  );
}

export function policyKey(policy: { type: string; name: string }): string {
  return `${policy.type}/${policy.name}`;
}

/** A permission as the mesh shows it, and the namespace in which it lies. */
export type PlacedPolicy = { policy: KumaResource; namespace?: string };

/**
 * Permissions of a mesh by the key that we write them under; no synced copies.
 * On Kubernetes several namespaces can hold one of a name.
 */
export function policiesByKey(
  snapshot: MeshSnapshot,
): Map<string, PlacedPolicy[]> {
  const byKey = new Map<string, PlacedPolicy[]>();
  for (const policy of [
    ...snapshot.meshTrafficPermissions,
    ...snapshot.trafficPermissions,
  ]) {
    const place = writtenPlace(policy, snapshot);
    if (!place) continue;
    const key = policyKey({ type: policy.type, name: place.name });
    const placed = { policy, namespace: place.namespace };
    byKey.set(key, [...(byKey.get(key) ?? []), placed]);
  }
  return byKey;
}

/** The one of these that is ours: in the namespace for which we wrote it. */
export function ownOf(
  placed: PlacedPolicy[] = [],
  { policy }: Pick<DesiredPolicy, 'policy'>,
): KumaResource | undefined {
  const wanted = policy.labels?.['k8s.kuma.io/namespace'];
  const own = placed.find(
    ({ namespace }) =>
      wanted === undefined || namespace === undefined || namespace === wanted,
  );
  return own?.policy;
}

/** The kind of a policy of ours; there are only two. */
export function kindOf(policy: KumaResource): PermissionKind {
  return policy.type === 'TrafficPermission'
    ? 'TrafficPermission'
    : 'MeshTrafficPermission';
}

/**
 * Fingerprint of what we write: not of what the control plane adds (times, KRI,
 * computed labels, empty fields).
 */
export function contentHash(policy: KumaResource): string {
  const content = {
    type: policy.type,
    name: writtenName(policy) ?? policy.name,
    grants: grantsOfPolicy(policy) ?? [],
    ...(policy.type === 'TrafficPermission'
      ? { sources: policy.sources, destinations: policy.destinations }
      : { spec: policy.spec }),
  };
  return createHash('sha256')
    .update(canonicalize(content) as string)
    .digest('hex');
}
