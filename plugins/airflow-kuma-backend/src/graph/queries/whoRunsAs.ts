import { VisibleEntities } from '../../inventory/CatalogVisibility';
import { ServiceFact } from '../../sync/InventoryReader';
import { GraphFacts } from '../facts/GraphFacts';

type Named = { ref: string; name: string };

/** DAGs and services of the service's mesh by those identities that are wanted. */
export function whoRunsAs(
  {
    dags,
    identities,
    services,
  }: Pick<GraphFacts, 'dags' | 'identities' | 'services'>,
  { controlPlane, mesh }: ServiceFact,
  wanted: Set<string>,
  visible: VisibleEntities,
): Map<string, Named[]> {
  const found = new Map<string, Named[]>();
  const add = (uriSans: string[], ref: string, name: string) => {
    if (!visible.has(ref)) return;
    for (const uriSan of new Set(uriSans)) {
      if (!wanted.has(uriSan)) continue;
      const known = found.get(uriSan);
      if (known) known.push({ ref, name });
      else found.set(uriSan, [{ ref, name }]);
    }
  };
  for (const { ref, displayName } of dags) {
    const uriSans = (identities.get(ref) ?? [])
      .filter(
        identity =>
          identity.controlPlane === controlPlane && identity.mesh === mesh,
      )
      .flatMap(identity => identity.uriSans);
    add(uriSans, ref, displayName);
  }
  for (const other of services) {
    if (other.controlPlane !== controlPlane || other.mesh !== mesh) continue;
    add(other.identities, other.ref, other.displayName);
  }
  return found;
}
