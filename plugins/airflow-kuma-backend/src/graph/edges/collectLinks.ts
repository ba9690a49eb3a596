import {
  DagIdentity,
  DeclarationEvidence,
  ObservationWindow,
  resolveDeclared,
  ServiceNameIndex,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { DagFact } from '../../sync/InventoryReader';
import { GraphFacts, meshId } from '../facts/GraphFacts';
import { homesOf } from './homesOf';
import { windowReader } from './windowReader';

/** How a DAG declares one service. */
export type Declarations = {
  evidence: DeclarationEvidence[];
  ports: Set<number>;
  allPorts: boolean;
};

/** All that ties one DAG to services, but for what was observed. */
export type DagLinks = {
  dag: DagFact;
  identities: DagIdentity[];
  window?: ObservationWindow;
  /** By service ref. */
  declared: Map<string, Declarations>;
  unresolved: Map<string, { evidence: DeclarationEvidence[]; reason: string }>;
  grants: Map<string, { ids: string[]; ports: Set<number> }>;
  /** Ids of open requests, by service ref. */
  requests: Map<string, string[]>;
};

/** What each DAG declares, is granted and has asked for, resolved to services. */
export function collectLinks(facts: GraphFacts): Map<string, DagLinks> {
  const names = new ServiceNameIndex(facts.services);
  const links = new Map<string, DagLinks>();
  const windowOf = windowReader(facts);
  for (const dag of facts.dags) {
    const identities = facts.identities.get(dag.ref) ?? [];
    const link: DagLinks = {
      dag,
      identities,
      window: windowOf(dag.ref),
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
