import { VisibleEntities } from '../../inventory/CatalogVisibility';
import { EdgeSet } from '../DefaultEdgeReader';
import { permittedPairs } from './permittedPairs';

/**
 * How many pairs of a visible DAG and a visible service the mesh permits that
 * no edge speaks of.
 */
export function countPermittedOnly(
  { facts, byDag }: EdgeSet,
  visible: VisibleEntities,
): number {
  const services = facts.services.filter(({ ref }) => visible.has(ref));
  const permitted = permittedPairs(facts, services);
  let count = 0;
  for (const dag of facts.dags) {
    if (!visible.has(dag.ref)) continue;
    const reachable = permitted(dag.ref);
    if (!reachable.size) continue;
    count += reachable.size;
    for (const { service } of byDag.get(dag.ref) ?? []) {
      if (service && reachable.has(service)) count -= 1;
    }
  }
  return count;
}
