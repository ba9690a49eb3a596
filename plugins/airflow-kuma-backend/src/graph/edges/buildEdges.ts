import {
  DagIdentity,
  DeclarationEvidence,
  Edge,
  edgeState,
  identityKey,
  ObservationWindow,
  observationWindow,
  PermittedFacet,
  resolveDeclared,
  ServiceNameIndex,
  SourceStatus,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import memoize from 'lodash/memoize';
import { DagFact, ServiceFact } from '../../sync/InventoryReader';
import { GraphFacts, MeshJudge, meshId } from '../facts/GraphFacts';
import { homesOf } from './homesOf';
import { observedFacet } from './observedFacet';
import { permittedFacet } from './permittedFacet';
import { reasonOf } from './reasonOf';

type Declarations = { evidence: DeclarationEvidence[]; ports: Set<number> };
type DagLinks = {
  dag: DagFact;
  identities: DagIdentity[];
  window?: ObservationWindow;
  /** By service ref; an empty set of ports means all. */
  declared: Map<string, Declarations & { allPorts: boolean }>;
  unresolved: Map<string, { evidence: DeclarationEvidence[]; reason: string }>;
  grants: Map<string, { ids: string[]; ports: Set<number> }>;
  /** Ids of open requests, by service ref. */
  requests: Map<string, string[]>;
};

/**
 * All edges: declared, observed or granted. Pairs that the mesh merely permits
 * are none, or one mesh-wide allow would make millions.
 */
export function buildEdges(facts: GraphFacts): Edge[] {
  const services = new Map(facts.services.map(item => [item.ref, item]));
  const sources = new Map(
    facts.sources
      .filter(source => source.kind === 'kuma')
      .map(source => [source.name, source]),
  );
  const traced = new Set(
    facts.meshes.flatMap(mesh => (mesh.traced ? [meshId(mesh)] : [])),
  );
  const links = collectLinks(facts);
  const declaredBy = whoDeclares(links);
  const edges: Edge[] = [];
  for (const link of links.values()) {
    for (const ref of servicesOf(link, facts, declaredBy)) {
      const service = services.get(ref);
      if (service) {
        edges.push(
          buildEdge({ facts, sources, link, service, declaredBy, traced }),
        );
      }
    }
    for (const [text, { evidence, reason }] of link.unresolved) {
      edges.push(unresolvedEdge(link.dag.ref, text, evidence, reason));
    }
  }
  return edges;
}

function collectLinks(facts: GraphFacts): Map<string, DagLinks> {
  const names = new ServiceNameIndex(facts.services);
  const links = new Map<string, DagLinks>();
  const windowOf = memoize((schedule: string | undefined) =>
    observationWindow(schedule, facts.at),
  );
  for (const dag of facts.dags) {
    const identities = facts.identities.get(dag.ref) ?? [];
    const link: DagLinks = {
      dag,
      identities,
      window: windowOf(dag.schedule.summary),
      declared: new Map(),
      unresolved: new Map(),
      grants: new Map(),
      requests: new Map(),
    };
    links.set(dag.ref, link);
    const homes = homesOf(identities, (mesh, proxy) =>
      facts.judges.get(meshId(mesh))?.zoneOf(proxy),
    );
    for (const item of dag.declared) {
      const found = resolveDeclared(item, names, {
        homes,
        defaultMesh: facts.defaultMesh,
      });
      if (!found.service) {
        const text = item.mesh ? `${item.mesh}/${item.service}` : item.service;
        const known = link.unresolved.get(text);
        if (known) known.evidence.push(...item.evidence);
        else {
          link.unresolved.set(text, {
            evidence: [...item.evidence],
            reason: found.reason,
          });
        }
        continue;
      }
      const known = link.declared.get(found.service.ref) ?? {
        evidence: [],
        ports: new Set<number>(),
        allPorts: false,
      };
      known.evidence.push(...item.evidence);
      if (item.port === undefined) known.allPorts = true;
      else known.ports.add(item.port);
      link.declared.set(found.service.ref, known);
    }
  }
  for (const grant of facts.grants) {
    const link = links.get(grant.dag);
    if (!link) continue;
    const known = link.grants.get(grant.service) ?? {
      ids: [],
      ports: new Set<number>(),
    };
    known.ids.push(grant.id);
    known.ports.add(grant.port);
    link.grants.set(grant.service, known);
  }
  // What is only asked for makes no edge; it stands on those that are there.
  for (const { id, dag, service } of facts.requests) {
    const requests = links.get(dag)?.requests;
    requests?.set(service, [...(requests.get(service) ?? []), id]);
  }
  return links;
}

/** `<identity key> <service ref>` of everything that some DAG on an identity declares. */
function whoDeclares(links: Map<string, DagLinks>): Set<string> {
  const known = new Set<string>();
  for (const { identities, declared } of links.values()) {
    for (const identity of identities) {
      const key = identityKey(identity);
      if (!key) continue;
      for (const service of declared.keys()) known.add(`${key} ${service}`);
    }
  }
  return known;
}

/**
 * Services that a DAG has an edge to. What was seen from a shared identity
 * belongs to the DAGs on it that declare it; where none does, it is shown on
 * all of them, because any of them may be the one.
 */
function servicesOf(
  link: DagLinks,
  facts: GraphFacts,
  declaredBy: Set<string>,
): Set<string> {
  const refs = new Set([...link.declared.keys(), ...link.grants.keys()]);
  for (const identity of link.identities) {
    const key = identityKey(identity);
    if (!key) continue;
    for (const service of facts.observations.servicesSeenFrom(
      identity,
      link.window,
    )) {
      if (!declaredBy.has(`${key} ${service}`)) refs.add(service);
    }
  }
  return refs;
}

function buildEdge(options: {
  facts: GraphFacts;
  sources: Map<string, SourceStatus>;
  link: DagLinks;
  service: ServiceFact;
  declaredBy: Set<string>;
  /** Meshes (`meshId`) that send traces. */
  traced: Set<string>;
}): Edge {
  const { facts, link, service } = options;
  const declaration = link.declared.get(service.ref);
  const grant = link.grants.get(service.ref);
  const requests = link.requests.get(service.ref);
  const judge = facts.judges.get(meshId(service));
  const permitted = permittedFacet({
    identities: link.identities,
    service,
    ports: portsThatMatter(declaration, grant),
    judge,
    source: options.sources.get(service.controlPlane),
  });
  const observed = observedFacet({
    identities: link.identities,
    service,
    book: facts.observations,
    window: link.window,
    repairedAt: repairedAt(permitted, judge),
    traceUrl: options.traced.has(meshId(service)) ? facts.traceUrl : undefined,
  });
  const declared = declaration !== undefined;
  const state = edgeState({
    declared,
    declaredByAny:
      declared ||
      link.identities.some(identity =>
        options.declaredBy.has(`${identityKey(identity)} ${service.ref}`),
      ),
    permitted,
    observed,
  });
  return {
    dag: link.dag.ref,
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

function portsThatMatter(
  declaration?: { allPorts: boolean; ports: Set<number> },
  grant?: { ports: Set<number> },
): number[] | undefined {
  if (declaration?.allPorts) return undefined;
  if (declaration) return [...declaration.ports];
  return grant ? [...grant.ports] : undefined;
}

function repairedAt(
  permitted: PermittedFacet,
  judge: MeshJudge | undefined,
): string | undefined {
  if (permitted.outcome !== 'allow') return undefined;
  const changes = permitted.ports.flatMap(({ verdict }) => {
    const policy = verdict.decidedBy?.policy;
    return (policy && judge?.changedAt(policy)) ?? [];
  });
  return changes.sort().at(-1);
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
