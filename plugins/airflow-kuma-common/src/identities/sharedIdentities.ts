import { ResolvedIdentity } from './types';

/**
 * Which DAGs run as the same identity: for each, by a key of control plane,
 * mesh and URI SANs, the names that were given. Identities nobody can show
 * (no rule, or labels without a proxy) are shared with nobody.
 * @public
 */
export function sharedIdentities(
  dags: Iterable<readonly [name: string, identities: ResolvedIdentity[]]>,
): Map<string, string[]> {
  const names = new Map<string, Set<string>>();
  for (const [name, identities] of dags) {
    for (const identity of identities) {
      const key = identityKey(identity);
      if (key === undefined) continue;
      names.set(key, (names.get(key) ?? new Set()).add(name));
    }
  }
  return new Map([...names].map(([key, sharing]) => [key, [...sharing]]));
}

/**
 * The key of an identity in `sharedIdentities`.
 * @public
 */
export function identityKey(
  identity: Pick<ResolvedIdentity, 'controlPlane' | 'mesh' | 'uriSans'>,
): string | undefined {
  if (identity.uriSans.length === 0) return undefined;
  return JSON.stringify([
    identity.controlPlane,
    identity.mesh,
    identity.uriSans,
  ]);
}
