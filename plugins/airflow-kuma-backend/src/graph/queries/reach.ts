import {
  ReachAnswer,
  Reachable,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { VisibleEntities } from '../../inventory/CatalogVisibility';
import { DagFact, ServiceFact } from '../../sync/InventoryReader';
import { EdgeSet } from '../DefaultEdgeReader';
import { meshId } from '../facts/GraphFacts';
import { openPorts } from './openPorts';

type Found = { items: Reachable[]; unknown: number };

/** Which visible DAGs can reach a service. */
export function whoReaches(
  set: EdgeSet,
  service: ServiceFact,
  visible: VisibleEntities,
): Found {
  const found: Found = { items: [], unknown: 0 };
  for (const dag of set.facts.dags) {
    if (!visible.has(dag.ref)) continue;
    const reach = reachOf(set, dag, service);
    if (reach === 'unknown') found.unknown += 1;
    else if (reach) {
      found.items.push({ ref: dag.ref, name: dag.displayName, ...reach });
    }
  }
  return sorted(found);
}

/** Which visible services a DAG can reach. */
export function whatReaches(
  set: EdgeSet,
  dag: DagFact,
  visible: VisibleEntities,
): Found {
  const found: Found = { items: [], unknown: 0 };
  for (const service of set.facts.services) {
    if (!visible.has(service.ref)) continue;
    const reach = reachOf(set, dag, service);
    if (reach === 'unknown') found.unknown += 1;
    else if (reach) {
      const { ref, displayName, mesh } = service;
      found.items.push({ ref, name: displayName, mesh, ...reach });
    }
  }
  return sorted(found);
}

/** A page of what was found. */
export function pageOf(
  { items, unknown }: Found,
  { offset, limit }: { offset: number; limit: number },
): ReachAnswer {
  return {
    items: items.slice(offset, offset + limit),
    total: items.length,
    unknown,
  };
}

function reachOf(
  { facts, byDag }: EdgeSet,
  dag: DagFact,
  service: ServiceFact,
): Omit<Reachable, 'ref' | 'name'> | 'unknown' | undefined {
  const judge = facts.judges.get(meshId(service));
  if (!judge) return 'unknown';
  const identities = (facts.identities.get(dag.ref) ?? []).filter(
    identity =>
      identity.controlPlane === service.controlPlane &&
      identity.mesh === service.mesh &&
      identity.uriSans.length > 0,
  );
  // Without an identity a call still passes where nothing is enforced.
  const callers = identities.length ? identities : [{ uriSans: [] }];
  let isUnknown = identities.length === 0;
  for (const caller of callers) {
    const open = openPorts(judge, caller, service);
    if (open === 'unknown') isUnknown = true;
    else if (open && (identities.length || open.outcome === 'not-enforced')) {
      const { outcome, ports, reason, policy } = open;
      const state = byDag
        .get(dag.ref)
        ?.find(edge => edge.service === service.ref)?.state;
      return { outcome, ports, reason, policy, state };
    }
  }
  return isUnknown ? 'unknown' : undefined;
}

function sorted({ items, unknown }: Found): Found {
  return {
    items: items.sort(
      (a, b) =>
        a.name.localeCompare(b.name, 'en') ||
        (a.mesh ?? '').localeCompare(b.mesh ?? '', 'en'),
    ),
    unknown,
  };
}
