import { readPolicy, PolicyModel } from '../evaluator/policies';
import { isRecord, readArray, readRecord, readTexts } from '../evaluator/read';
import { KumaResource, MeshSnapshot } from '../evaluator/types';
import { withoutTags } from './withoutTags';
import { ReadinessCauseKind } from './types';

/** A rule of 3.0, as a change of what a mesh holds. */
export type Rule30 = {
  kind: Exclude<ReadinessCauseKind, 'external-service' | 'version'>;
  /** The same object where the rule changes nothing. */
  apply(snapshot: MeshSnapshot): MeshSnapshot;
  /** Policies that it takes away or changes. */
  touches?(policy: PolicyModel): boolean;
};

/** Kinds of targets that select by tags. */
export const TAG_TARGETS: ReadonlySet<string> = new Set([
  'MeshSubset',
  'MeshService',
  'MeshServiceSubset',
]);

/** Stands for the flag of the Mesh where `restrictOutbound` overrules it. */
const AS_BEFORE: KumaResource = {
  type: 'MeshPassthrough',
  name: 'as-before',
  spec: { targetRef: { kind: 'Mesh' }, default: { passthroughMode: 'All' } },
};

/**
 * What 3.0 does to a mesh, one rule each, so that each can be tried alone.
 * Sources: kumahq/kuma issues 18798 and 18801, pulls 18831 and 18832, and what
 * a build of 3.0 did with real Envoys (`test/recordings`).
 */
export const RULES_30: Rule30[] = [
  policyRule('older-permission', {
    touches: isOlder,
    // 3.0 takes `rules` beside `from` and drops the latter (k3-0030).
    change: policy =>
      policy.rules.length > 0 ? withoutFrom(policy.resource) : undefined,
    others: snapshot => ({ ...snapshot, trafficPermissions: [] }),
    isOther: ({ trafficPermissions }) => trafficPermissions.length > 0,
  }),
  // Refused on write (k3-0041 to k3-0043).
  policyRule('target-kind', {
    touches: ({ target, rules }) =>
      rules.length > 0 && TAG_TARGETS.has(target.kind),
    change: () => undefined,
  }),
  policyRule('target-by-name', {
    touches: ({ target, rules }) =>
      rules.length > 0 &&
      target.kind === 'Dataplane' &&
      (target.name !== undefined || target.namespace !== undefined),
    change: ({ resource }) => withoutName(resource),
  }),
  policyRule('empty-match', {
    touches: ({ rules }) =>
      rules.some(({ deny, allow, allowWithShadowDeny }) =>
        [...deny, ...allow, ...allowWithShadowDeny].some(({ empty }) => empty),
      ),
    change: () => undefined,
  }),
  { kind: 'tag-service', apply: withoutTags },
  {
    kind: 'no-identity',
    apply: snapshot => {
      if (!isRecord(snapshot.mesh) || !('mtls' in snapshot.mesh))
        return snapshot;
      const { mtls: _, ...mesh } = snapshot.mesh;
      return { ...snapshot, mesh: mesh as KumaResource };
    },
  },
  {
    kind: 'reachable-backends',
    apply: snapshot =>
      snapshot.restrictOutbound === true
        ? snapshot
        : withPassthroughAsBefore({ ...snapshot, restrictOutbound: true }),
  },
  { kind: 'reference-by-name', apply: withoutNamedRefs },
  {
    kind: 'passthrough',
    apply: snapshot =>
      passthroughOf(snapshot) === false
        ? snapshot
        : {
            ...snapshot,
            meshPassthroughs: snapshot.meshPassthroughs?.filter(
              policy => policy !== AS_BEFORE,
            ),
            mesh: {
              ...snapshot.mesh,
              networking: { outbound: { passthrough: false } },
            },
          },
  },
];

/** One switch of 3.0 closes both, which here are two rules. */
function withPassthroughAsBefore(snapshot: MeshSnapshot): MeshSnapshot {
  const { meshPassthroughs } = snapshot;
  if (!meshPassthroughs || passthroughOf(snapshot) === false) return snapshot;
  return {
    ...snapshot,
    meshPassthroughs: [
      AS_BEFORE,
      // The weakest mode counts only where no other policy says one.
      ...meshPassthroughs.filter(isRecord).map(policy => {
        const spec = readRecord(policy.spec);
        const conf = readRecord(spec.default);
        return {
          ...policy,
          spec: { ...spec, default: { passthroughMode: 'Matched', ...conf } },
        } as KumaResource;
      }),
    ],
  };
}

function isOlder({ rules, from }: PolicyModel): boolean {
  return from.length > 0 || rules.length === 0;
}

function policyRule(
  kind: Rule30['kind'],
  rule: {
    touches(policy: PolicyModel): boolean;
    /** What becomes of one; `undefined`: it is gone. */
    change(policy: PolicyModel): KumaResource | undefined;
    others?(snapshot: MeshSnapshot): MeshSnapshot;
    isOther?(snapshot: MeshSnapshot): boolean;
  },
): Rule30 {
  return {
    kind,
    touches: rule.touches,
    apply: snapshot => {
      let isChanged = rule.isOther?.(snapshot) ?? false;
      const meshTrafficPermissions = readArray(
        snapshot.meshTrafficPermissions,
      ).flatMap(resource => {
        if (!isRecord(resource)) return [];
        const policy = readPolicy(resource as KumaResource);
        if (!rule.touches(policy)) return [policy.resource];
        isChanged = true;
        return rule.change(policy) ?? [];
      });
      if (!isChanged) return snapshot;
      const changed = { ...snapshot, meshTrafficPermissions };
      return rule.others?.(changed) ?? changed;
    },
  };
}

function withoutFrom(resource: KumaResource): KumaResource {
  const { from: _, ...spec } = readRecord(resource.spec);
  return { ...resource, spec };
}

/** What is left selects every proxy, unless labels are left (k3-0038, k3s-0006). */
function withoutName(resource: KumaResource): KumaResource {
  const spec = readRecord(resource.spec);
  const { name: _, namespace: __, ...targetRef } = readRecord(spec.targetRef);
  return { ...resource, spec: { ...spec, targetRef } };
}

/** `reachableBackends` by labels only (kumahq/kuma pull 18832). */
function withoutNamedRefs(snapshot: MeshSnapshot): MeshSnapshot {
  let isChanged = false;
  const dataplanes = readArray(snapshot.dataplanes).map(value => {
    const dataplane = value as KumaResource;
    const networking = readRecord(readRecord(dataplane).networking);
    const transparentProxying = readRecord(networking.transparentProxying);
    const { reachableBackends } = transparentProxying;
    if (!isRecord(reachableBackends)) return dataplane;
    const refs = readArray(reachableBackends.refs);
    const kept = refs.filter(ref => readTexts(readRecord(ref).labels).size > 0);
    if (kept.length === refs.length) return dataplane;
    isChanged = true;
    return {
      ...dataplane,
      networking: {
        ...networking,
        transparentProxying: {
          ...transparentProxying,
          reachableBackends: { ...reachableBackends, refs: kept },
        },
      },
    };
  });
  return isChanged ? { ...snapshot, dataplanes } : snapshot;
}

function passthroughOf({ mesh }: MeshSnapshot): unknown {
  const networking = readRecord(readRecord(mesh).networking);
  return readRecord(networking.outbound).passthrough;
}
