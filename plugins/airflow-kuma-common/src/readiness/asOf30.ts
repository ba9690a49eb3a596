import { MeshSnapshot } from '../evaluator/types';
import { parseVersion } from '../evaluator/version/capabilities';
import { RULES_30 } from './rules';

/**
 * Whether a mesh is under the rules of 3.0 already.
 * @public
 */
export function isAsOf30({
  version,
  kinds,
}: Pick<MeshSnapshot, 'version' | 'kinds'>): boolean {
  return parseVersion(version, kinds).major >= 3;
}

/**
 * The same mesh as a control plane of Kuma 3.0 would have it.
 * @public
 */
export function asOf30(snapshot: MeshSnapshot): MeshSnapshot {
  return underVersion30(
    RULES_30.reduce((changed, rule) => rule.apply(changed), snapshot),
  );
}

/** What is left to the version alone. */
export function underVersion30(snapshot: MeshSnapshot): MeshSnapshot {
  const { kinds: _, unread, ...rest } = snapshot;
  // What is gone does not have to be read.
  const missing = unread?.filter(({ kind }) => kind !== 'TrafficPermission');
  return {
    ...rest,
    ...(missing?.length && { unread: missing }),
    version: isAsOf30(snapshot) ? snapshot.version : '3.0.0',
  };
}
