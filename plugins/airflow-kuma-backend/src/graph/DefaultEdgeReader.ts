import {
  DagIdentity,
  Edge,
  edgeDags,
  Enforcement,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { VisibleEntities } from '../inventory/CatalogVisibility';
import { ServiceFact } from '../sync/InventoryReader';
import { EdgeReader } from './EdgeReader';
import { buildEdges } from './edges/buildEdges';
import { FactsReader, VersionedFacts } from './facts/FactsReader';
import { GraphFacts, meshId } from './facts/GraphFacts';
import { whoReaches } from './queries/reach';
import { whoMayCall } from './queries/whoMayCall';

/** Facts with the edges that follow from them, ready to look up. */
export type EdgeSet = VersionedFacts & {
  edges: Edge[];
  /** What is told at an identity is with each DAG that it could be of. */
  byDag: Map<string, Edge[]>;
  byService: Map<string, Edge[]>;
};

/** Edges from facts, built once for each version of the facts. */
export class DefaultEdgeReader implements EdgeReader {
  readonly #reader: FactsReader;
  readonly #sets = new WeakMap<GraphFacts, EdgeSet>();

  constructor(reader: FactsReader) {
    this.#reader = reader;
  }

  /** Version of the edges of now, without building them. */
  version(): Promise<string> {
    return this.#reader.version();
  }

  /** Whether what is known of a past instant will stay as it is. */
  isSettled(asOf: string): boolean {
    return this.#reader.isSettled(asOf);
  }

  async edgeSet(options?: { asOf?: string }): Promise<EdgeSet> {
    const versioned = await this.#reader.read(options);
    let set = this.#sets.get(versioned.facts);
    if (!set) {
      const edges = buildEdges(versioned.facts);
      set = {
        ...versioned,
        edges,
        byDag: groupEdges(edges, edgeDags),
        byService: groupEdges(edges, ({ service }) => service ?? []),
      };
      this.#sets.set(versioned.facts, set);
    }
    return set;
  }

  async edges(options?: { asOf?: string }): Promise<Edge[]> {
    return (await this.edgeSet(options)).edges;
  }

  async edgesOfDag(
    dagRef: string,
    options?: { asOf?: string },
  ): Promise<Edge[]> {
    return (await this.edgeSet(options)).byDag.get(dagRef) ?? [];
  }

  async edgesOfService(
    serviceRef: string,
    options?: { asOf?: string },
  ): Promise<Edge[]> {
    return (await this.edgeSet(options)).byService.get(serviceRef) ?? [];
  }

  async identitiesOf(dagRef: string): Promise<DagIdentity[]> {
    const { facts } = await this.#reader.read();
    return (facts.identities.get(dagRef) ?? []).map(identity => ({
      ...identity,
      sharedWith: identity.sharedWith.filter(ref => ref !== dagRef),
    }));
  }

  async mayCall(service: ServiceFact, visible: VisibleEntities) {
    const set = await this.edgeSet();
    const { items, unknown } = whoReaches(set, service, visible);
    return {
      dags: items,
      unknown,
      callers: whoMayCall(set.facts, service, visible),
    };
  }

  async enforcementOf(service: ServiceFact): Promise<Enforcement | undefined> {
    const { facts } = await this.#reader.read();
    const { kind, name } = service;
    return facts.judges.get(meshId(service))?.enforcementOf({ kind, name });
  }
}

function groupEdges(
  edges: Edge[],
  keysOf: (edge: Edge) => string | string[],
): Map<string, Edge[]> {
  const groups = new Map<string, Edge[]>();
  for (const edge of edges) {
    for (const key of [keysOf(edge)].flat()) {
      const group = groups.get(key);
      if (group) group.push(edge);
      else groups.set(key, [edge]);
    }
  }
  return groups;
}
