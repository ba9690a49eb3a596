import { PolicyModel } from '../policies';

/**
 * What decides which inbounds a policy selects, as a key: policies with the
 * same key select the same.
 */
export function selectorKey(policy: PolicyModel): string {
  const { target } = policy;
  const named = target.name !== undefined;
  return JSON.stringify([
    target.kind,
    target.name,
    target.namespace,
    target.sectionName,
    target.labels &&
      [...target.labels].map(pair => JSON.stringify(pair)).sort(),
    [...target.tags].map(pair => JSON.stringify(pair)).sort(),
    target.proxyTypes,
    policy.role,
    policy.origin,
    policy.zone,
    policy.namespace,
    // Only a name is looked up relative to the policy itself.
    named && [policy.mesh, policy.reference.kri?.split('_').slice(1, 5)],
  ]);
}
