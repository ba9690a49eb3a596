import {
  DeclarationEvidence,
  Edge,
  edgeState,
  identityId,
  identityKey,
  SourceStatus,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ServiceFact } from '../../sync/InventoryReader';
import { GraphFacts, meshId } from '../facts/GraphFacts';
import { Attribution, attributeCalls } from './attributeCalls';
import { collectLinks, DagLinks, Declarations } from './collectLinks';
import { observedFacet } from './observedFacet';
import { permittedFacet } from './permittedFacet';
import { portsThatMatter } from './portsThatMatter';
import { reasonOf } from './reasonOf';
import { repairedAt } from './repairedAt';
import { collectSharedCalls, SharedCalls } from './sharedCalls';

/** Calls of a shared identity with whose they are. */
type ToldCalls = { calls: SharedCalls; whose: Attribution };

type World = {
  facts: GraphFacts;
  sources: Map<string, SourceStatus>;
  /** Meshes (`meshId`) that send traces. */
  traced: Set<string>;
  /** By id of the identity, then service ref. */
  told: Map<string, Map<string, ToldCalls>>;
};

/**
 * All edges: declared, observed or granted. Pairs that the mesh merely permits
 * are none, or one mesh-wide allow would make millions. What was seen from an
 * identity that several DAGs share is one edge: of the DAG that it is of, or of
 * the identity where that cannot be told.
 */
export function buildEdges(facts: GraphFacts): Edge[] {
  const services = new Map(facts.services.map(item => [item.ref, item]));
  const links = collectLinks(facts);
  const world: World = {
    facts,
    sources: new Map(
      facts.sources
        .filter(source => source.kind === 'kuma')
        .map(source => [source.name, source]),
    ),
    traced: new Set(
      facts.meshes.flatMap(mesh => (mesh.traced ? [meshId(mesh)] : [])),
    ),
    told: tellCalls(facts, links),
  };
  const edges: Edge[] = [];
  for (const link of links.values()) {
    for (const ref of servicesOf(link, world)) {
      const service = services.get(ref);
      if (service) edges.push(dagEdge(world, link, service));
    }
    for (const [text, { evidence, reason }] of link.unresolved) {
      edges.push(unresolvedEdge(link.dag.ref, text, evidence, reason));
    }
  }
  for (const byService of world.told.values()) {
    for (const told of byService.values()) {
      if (!told.whose.dag) edges.push(sharedEdge(world, told, links));
    }
  }
  return edges;
}

function tellCalls(
  facts: GraphFacts,
  links: Map<string, DagLinks>,
): World['told'] {
  const told: World['told'] = new Map();
  for (const calls of collectSharedCalls(facts)) {
    const { ref } = calls.service;
    const whose = attributeCalls(
      calls,
      dag => links.get(dag)?.declared.has(ref) ?? false,
      facts,
    );
    const byService = told.get(calls.id) ?? new Map<string, ToldCalls>();
    told.set(calls.id, byService.set(ref, { calls, whose }));
  }
  return told;
}

/** Services that a DAG has an edge to. */
function servicesOf(link: DagLinks, { facts, told }: World): Set<string> {
  const refs = new Set([...link.declared.keys(), ...link.grants.keys()]);
  for (const identity of link.identities) {
    const key = identityKey(identity);
    if (!key) continue;
    const shared = told.get(identityId(key));
    const seen = shared
      ? [...shared].flatMap(([service, { whose }]) =>
          whose.dag === link.dag.ref ? [service] : [],
        )
      : ownCalls(link, identity, facts);
    for (const service of seen) refs.add(service);
  }
  return refs;
}

function ownCalls(
  { window }: DagLinks,
  identity: DagLinks['identities'][number],
  { observations }: GraphFacts,
): Iterable<string> {
  return observations.servicesSeenFrom(identity, window);
}

function dagEdge(
  { facts, sources, traced, told }: World,
  link: DagLinks,
  service: ServiceFact,
): Edge {
  const { ref } = link.dag;
  const declaration = link.declared.get(service.ref);
  const grant = link.grants.get(service.ref);
  const requests = link.requests.get(service.ref);
  const judge = facts.judges.get(meshId(service));
  const permitted = permittedFacet({
    identities: link.identities,
    service,
    ports: portsThatMatter(declaration, grant),
    judge,
    source: sources.get(service.controlPlane),
  });
  const observed = observedFacet({
    identities: link.identities,
    service,
    book: facts.observations,
    window: link.window,
    repairedAt: repairedAt(permitted, judge),
    traceUrl: traced.has(meshId(service)) ? facts.traceUrl : undefined,
    toldOf: identity => {
      const key = identityKey(identity);
      const found = key && told.get(identityId(key))?.get(service.ref);
      if (!found) return undefined;
      const { calls, whose } = found;
      return whose.dag === ref
        ? { reason: whose.reason, window: calls.window }
        : { reason: whose.reason, toldAt: whose.dag ?? calls.id };
    },
  });
  const declared = declaration !== undefined;
  const state = edgeState({
    declared,
    declaredByAny: declared,
    permitted,
    observed: observed.toldAt ? { outcome: 'not-known' } : observed,
  });
  return {
    dag: ref,
    service: service.ref,
    state,
    reason: reasonOf(state, { declared, permitted, observed }),
    declared: declaration?.evidence ?? [],
    permitted,
    observed,
    grants: grant?.ids ?? [],
    ...(requests && { requests }),
  };
}

/** Calls that could be of several DAGs, at the identity that they share. */
function sharedEdge(
  { facts, sources, traced }: World,
  { calls, whose }: ToldCalls,
  links: Map<string, DagLinks>,
): Edge {
  const { id, identity, service, sharing, window } = calls;
  const judge = facts.judges.get(meshId(service));
  const declarations = whose.couldBe.flatMap(
    dag => links.get(dag)?.declared.get(service.ref) ?? [],
  );
  const permitted = permittedFacet({
    identities: [identity],
    service,
    ports: portsThatMatter(mergeDeclarations(declarations)),
    judge,
    source: sources.get(service.controlPlane),
  });
  const observed = observedFacet({
    identities: [identity],
    service,
    book: facts.observations,
    window,
    repairedAt: repairedAt(permitted, judge),
    traceUrl: traced.has(meshId(service)) ? facts.traceUrl : undefined,
    toldOf: () => ({ reason: whose.reason }),
  });
  const { declared } = whose;
  const state = edgeState({
    declared,
    declaredByAny: declared,
    permitted,
    observed,
  });
  return {
    caller: {
      id,
      controlPlane: service.controlPlane,
      mesh: service.mesh,
      uriSans: identity.uriSans,
      sharedBy: sharing.length,
      couldBe: whose.couldBe,
      total: whose.couldBe.length,
      reason: whose.reason,
    },
    service: service.ref,
    state,
    reason: reasonOf(state, { declared, permitted, observed }),
    declared: declarations.flatMap(({ evidence }) => evidence),
    permitted,
    observed,
    grants: [],
  };
}

function mergeDeclarations(
  declarations: Pick<Declarations, 'allPorts' | 'ports'>[],
) {
  if (!declarations.length) return undefined;
  return {
    allPorts: declarations.some(({ allPorts }) => allPorts),
    ports: new Set(declarations.flatMap(({ ports }) => [...ports])),
  };
}

function unresolvedEdge(
  dag: string,
  text: string,
  declared: DeclarationEvidence[],
  reason: string,
): Edge {
  return {
    dag,
    unresolved: text,
    state: 'unknown',
    reason,
    declared,
    permitted: { outcome: 'unknown', reason, ports: [], asIntended: true },
    observed: {
      outcome: 'not-known',
      reason: 'What is not known as a service cannot be looked for.',
      evidence: [],
      sharedBy: 1,
    },
    grants: [],
  };
}
