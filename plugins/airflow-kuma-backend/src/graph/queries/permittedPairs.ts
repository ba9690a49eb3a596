import {
  DagIdentity,
  identityKey,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ServiceFact } from '../../sync/InventoryReader';
import { GraphFacts, meshId } from '../facts/GraphFacts';

const NOTHING: ReadonlySet<string> = new Set();

/**
 * Which of some services a DAG may call, by entity ref. A service counts when
 * any of its ports is open to any identity of the DAG. DAGs on one identity
 * get the same set.
 */
export function permittedPairs(
  facts: GraphFacts,
  services: ServiceFact[],
): (dagRef: string) => ReadonlySet<string> {
  const byMesh = new Map<string, ServiceFact[]>();
  for (const service of services) {
    const id = meshId(service);
    const known = byMesh.get(id);
    if (known) known.push(service);
    else byMesh.set(id, [service]);
  }
  const byIdentity = new Map<string, ReadonlySet<string>>();
  const ofIdentity = (identity: DagIdentity): ReadonlySet<string> => {
    const key = identityKey(identity) ?? '';
    let open = byIdentity.get(key);
    if (!open) {
      open = openTo(identity, facts, byMesh);
      byIdentity.set(key, open);
    }
    return open;
  };
  return dagRef => {
    const sets = (facts.identities.get(dagRef) ?? [])
      .filter(({ uriSans }) => uriSans.length > 0)
      .map(ofIdentity);
    if (sets.length < 2) return sets[0] ?? NOTHING;
    return new Set(sets.flatMap(set => [...set]));
  };
}

function openTo(
  { controlPlane, mesh, uriSans }: DagIdentity,
  facts: GraphFacts,
  byMesh: Map<string, ServiceFact[]>,
): ReadonlySet<string> {
  if (!controlPlane || !mesh) return NOTHING;
  const id = meshId({ controlPlane, mesh });
  const judge = facts.judges.get(id);
  if (!judge) return NOTHING;
  return new Set(
    (byMesh.get(id) ?? [])
      .filter(service =>
        (service.ports.length ? service.ports : [undefined]).some(
          port =>
            judge.evaluateService(
              { uriSans },
              { kind: service.kind, name: service.name, port: port?.port },
            ).verdict.enforced === 'allow',
        ),
      )
      .map(({ ref }) => ref),
  );
}
