import {
  DagIdentity,
  dagIdentities,
  identityKey,
  IdentityProxy,
  IdentityRule,
  ProxyIndex,
  sharedIdentities,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { DagFact } from '../../sync/InventoryReader';

/** Ties DAGs to identities by the rules in config, and tells who shares one. */
export function identifyDags(
  rules: IdentityRule[],
  dags: DagFact[],
  proxies: IdentityProxy[],
): Map<string, DagIdentity[]> {
  const index = new ProxyIndex(proxies);
  const resolved = new Map(
    dags.map(dag => [dag.ref, dagIdentities(rules, dag, index)]),
  );
  const shared = sharedIdentities(resolved);
  return new Map(
    [...resolved].map(([ref, identities]) => [
      ref,
      identities.map(identity => {
        const key = identityKey(identity);
        const sharing = (key && shared.get(key)) || [ref];
        const { state, reason, controlPlane, mesh, uriSans } = identity;
        return {
          state,
          reason,
          controlPlane,
          mesh,
          uriSans,
          proxies: identity.proxies,
          // All DAGs on one identity share one list: a pool can hold thousands.
          sharedWith: sharing,
          sharedBy: sharing.length,
        };
      }),
    ]),
  );
}
