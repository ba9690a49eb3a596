import {
  DagIdentity,
  ResolveHome,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { MeshKey } from '../../sync/InventoryReader';

/** Where the proxies of a DAG are: what it declares is looked for there first. */
export function homesOf(
  identities: DagIdentity[],
  zoneOf: (mesh: MeshKey, proxy: string) => string | undefined,
): ResolveHome[] {
  return identities.flatMap(({ controlPlane, mesh, proxies }) => {
    if (!controlPlane || !mesh) return [];
    const key = { controlPlane, mesh };
    return [{ ...key, zone: zoneOf(key, proxies[0] ?? '') }];
  });
}
