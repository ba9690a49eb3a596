import {
  PathAnswer,
  PathHop,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { VisibleEntities } from '../../inventory/CatalogVisibility';
import { DagFact, ServiceFact } from '../../sync/InventoryReader';
import { GraphFacts, meshId } from '../facts/GraphFacts';
import { openPorts } from './openPorts';

/** Callers that are looked at before the search gives up and says so. */
const MAX_CALLERS = 200;

type Caller = {
  ref: string;
  uriSans: string[];
  proxies: string[];
  mesh: string;
};

/**
 * The shortest way on which calls are let through from a DAG to a service:
 * directly, or by services that may call each other. What lies behind a
 * service's own logic is not ours to know: this is what the mesh would allow.
 */
export function findPath(
  facts: GraphFacts,
  dag: DagFact,
  destination: ServiceFact,
  visible: VisibleEntities,
): PathAnswer {
  const services = facts.services.filter(({ ref }) => visible.has(ref));
  const arrivals = new Map<string, PathHop>();
  const queue = callersOfDag(facts, dag);
  let looked = 0;
  for (let caller = queue.shift(); caller; caller = queue.shift()) {
    if (looked === MAX_CALLERS) break;
    looked += 1;
    const hops = hopsOf(facts, caller, services);
    for (const { hop, service } of hops) {
      if (arrivals.has(service.ref)) continue;
      arrivals.set(service.ref, hop);
      if (service.ref === destination.ref) {
        return found(
          walkBack(arrivals, dag.ref, service.ref),
          dag,
          destination,
        );
      }
      queue.push(callerOfService(service));
    }
  }
  const complete = queue.length === 0;
  return {
    hops: [],
    complete,
    sentence: complete
      ? `Nothing that you may see leads from ${dag.displayName} to ${destination.displayName}.`
      : `No way from ${dag.displayName} to ${destination.displayName} was found among the first ${MAX_CALLERS} callers.`,
  };
}

function callersOfDag(facts: GraphFacts, dag: DagFact): Caller[] {
  return (facts.identities.get(dag.ref) ?? []).flatMap(
    ({ controlPlane, mesh, uriSans, proxies }) =>
      controlPlane && mesh && uriSans.length
        ? [
            {
              ref: dag.ref,
              uriSans,
              proxies,
              mesh: meshId({ controlPlane, mesh }),
            },
          ]
        : [],
  );
}

function callerOfService(service: ServiceFact): Caller {
  return {
    ref: service.ref,
    uriSans: service.identities.filter(id => id.startsWith('spiffe://')),
    proxies: service.dataplanes,
    mesh: meshId(service),
  };
}

function hopsOf(
  facts: GraphFacts,
  caller: Caller,
  services: ServiceFact[],
): { hop: PathHop; service: ServiceFact }[] {
  const judge = facts.judges.get(caller.mesh);
  if (!judge || !caller.uriSans.length) return [];
  return services.flatMap(service => {
    if (meshId(service) !== caller.mesh || service.ref === caller.ref)
      return [];
    const open = openPorts(judge, caller, service);
    if (!open || open === 'unknown') return [];
    const { outcome, ports, reason, policies } = open;
    return [
      {
        service,
        hop: {
          source: caller.ref,
          destination: service.ref,
          outcome,
          ports,
          reason,
          policies,
        },
      },
    ];
  });
}

function walkBack(
  arrivals: Map<string, PathHop>,
  start: string,
  end: string,
): PathHop[] {
  const hops: PathHop[] = [];
  for (let at = end; at !== start; ) {
    const hop = arrivals.get(at);
    if (!hop) break;
    hops.unshift(hop);
    at = hop.source;
  }
  return hops;
}

function found(
  hops: PathHop[],
  dag: DagFact,
  destination: ServiceFact,
): PathAnswer {
  return {
    hops,
    complete: true,
    sentence:
      hops.length === 1
        ? `${dag.displayName} can call ${destination.displayName} directly: ${hops[0].reason}`
        : `${dag.displayName} cannot call ${
            destination.displayName
          } directly, but by ${hops.length - 1} service${
            hops.length > 2 ? 's' : ''
          } in between.`,
  };
}
