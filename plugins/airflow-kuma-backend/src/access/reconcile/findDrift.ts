import {
  KumaResource,
  MeshSnapshot,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { PermissionKind } from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { grantsOfPolicy, writtenName } from '../policies';
import { isShadowPolicy } from '../shadow/shadowPolicy';
import { WrittenPolicy } from '../store';
import { AccessRecord } from '../types';
import {
  contentHash,
  DesiredPolicy,
  kindOf,
  ownOf,
  policiesByKey,
} from './desiredPolicies';

/** A permission that is not as it should be. */
export type DriftFinding =
  /** Cannot be there yet: the mesh was read before, or others have to apply it. */
  | { what: 'young'; name: string; grants: string[] }
  | {
      what: 'changed' | 'deleted';
      desired: DesiredPolicy;
      written: WrittenPolicy;
      actual?: KumaResource;
    }
  | {
      what: 'nobody';
      kind: PermissionKind;
      name: string;
      grants: string[];
      actual: KumaResource;
      /** Where it lies on Kubernetes. */
      namespace?: string;
      /** The one that we wrote lies elsewhere, and this is a copy. */
      isCopy?: true;
    };

/**
 * Compares what we wrote with what the mesh shows. `readAt` is when it was last
 * read whole: what is younger than that cannot be seen yet.
 */
export function findDrift(options: {
  snapshot: MeshSnapshot;
  readAt: string;
  desired: Map<string, DesiredPolicy>;
  written: Map<string, WrittenPolicy>;
  records: Map<string, AccessRecord>;
}): DriftFinding[] {
  const { snapshot, readAt, desired, written, records } = options;
  const actual = policiesByKey(snapshot);
  const findings: DriftFinding[] = [];
  for (const [key, policy] of desired) {
    const row = written.get(key);
    if (!row || row.hash !== policy.hash) continue;
    const seen = ownOf(actual.get(key), policy);
    if (seen && contentHash(seen) === policy.hash) continue;
    if (row.writtenAt >= readAt || isAwaited(row, policy, records))
      findings.push({ what: 'young', name: row.name, grants: policy.grants });
    else if (!seen)
      findings.push({ what: 'deleted', desired: policy, written: row });
    else
      findings.push({
        what: 'changed',
        desired: policy,
        written: row,
        actual: seen,
      });
  }
  for (const [key, placed] of actual) {
    const wanted = desired.get(key);
    const own = wanted && ownOf(placed, wanted);
    for (const { policy, namespace } of placed) {
      const grants = grantsOfPolicy(policy);
      if (grants === undefined || isShadowPolicy(policy)) continue;
      if (policy === own || (!wanted && written.has(key))) continue;
      findings.push({
        what: 'nobody',
        kind: kindOf(policy),
        // Its whole name where its place is what is wrong with it.
        name: wanted ? policy.name : writtenName(policy) ?? policy.name,
        grants,
        actual: policy,
        ...(namespace !== undefined && { namespace }),
        ...(wanted && namespace !== undefined && { isCopy: true as const }),
      });
    }
  }
  return findings;
}

/** Handed over, and not applied yet by who merges it: nobody took it away. */
function isAwaited(
  row: WrittenPolicy,
  { grants }: DesiredPolicy,
  records: Map<string, AccessRecord>,
): boolean {
  return (
    row.reference !== undefined &&
    grants.some(id => {
      const record = records.get(id);
      return record?.state === 'applying' && record.activeSince === undefined;
    })
  );
}
