import {
  DagIdentity,
  Edge,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { EdgeReader } from './EdgeReader';
import { buildEdges } from './edges/buildEdges';
import { FactsReader, VersionedFacts } from './facts/FactsReader';
import { GraphFacts } from './facts/GraphFacts';
import { whoReaches } from './queries/reach';

/** Facts with the edges that follow from them, ready to look up. */
export type EdgeSet = VersionedFacts & {
  edges: Edge[];
  byDag: Map<string, Edge[]>;
  byService: Map<string, Edge[]>;
};

/** What callers may see is for who asks to say. */
const EVERYTHING = { has: () => true, key: 'everything' };

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
        byDag: groupEdges(edges, edge => edge.dag),
        byService: groupEdges(edges, edge => edge.service),
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

  async mayCall(serviceRef: string): Promise<string[]> {
    const set = await this.edgeSet();
    const service = set.facts.services.find(({ ref }) => ref === serviceRef);
    if (!service) return [];
    return whoReaches(set, service, EVERYTHING)
      .items.filter(({ state }) => !state)
      .map(({ ref }) => ref);
  }
}

function groupEdges(
  edges: Edge[],
  keyOf: (edge: Edge) => string | undefined,
): Map<string, Edge[]> {
  const groups = new Map<string, Edge[]>();
  for (const edge of edges) {
    const key = keyOf(edge);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(edge);
    else groups.set(key, [edge]);
  }
  return groups;
}
