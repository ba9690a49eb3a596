import {
  DagRow,
  DagRun,
  Edge,
  FilterValues,
  Page,
  ServiceRow,
  visibleEdge,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { EdgeReader } from '../graph/EdgeReader';
import { DagFact, InventoryReader, ServiceFact } from '../sync';
import { VisibleEntities } from './CatalogVisibility';
import { filterValues } from './filterValues';
import { ParsedTableQuery } from './parseQuery';
import { CertificateIndex } from './rows/certificates';
import { DAG_SORT_KEYS, DagEntry, dagMatches, dagRow } from './rows/dagRows';
import { edgeCounts } from './rows/edgeCounts';
import { instancesOf, placesOf } from './rows/linked';
import {
  SERVICE_SORT_KEYS,
  ServiceEntry,
  serviceMatches,
  serviceRow,
} from './rows/serviceRows';
import { tableOf } from './rows/tableOf';

/** What tables need beyond what every room may read. */
export interface TableReader extends InventoryReader {
  latestRuns(
    dags: { instance: string; dagId: string }[],
  ): Promise<Map<string, DagRun>>;
}

/** Everything that one caller may see, with its edges. */
export type SeenInventory = {
  dags: DagEntry[];
  services: ServiceEntry[];
  serviceByRef: Map<string, ServiceFact>;
  dagByRef: Map<string, DagFact>;
  edgesByDag: Map<string, Edge[]>;
  edgesByService: Map<string, Edge[]>;
};

/** Tables of DAGs and services as one caller may see them. */
export class InventoryService {
  readonly #inventory: TableReader;
  readonly #edges: EdgeReader;
  readonly #clock: () => Date;

  static create(options: {
    inventory: TableReader;
    edges: EdgeReader;
    clock?: () => Date;
  }): InventoryService {
    return new InventoryService(options);
  }

  private constructor(options: {
    inventory: TableReader;
    edges: EdgeReader;
    clock?: () => Date;
  }) {
    this.#inventory = options.inventory;
    this.#edges = options.edges;
    this.#clock = options.clock ?? (() => new Date());
  }

  async dags(
    query: ParsedTableQuery,
    visible: VisibleEntities,
  ): Promise<Page<DagRow>> {
    const seen = await this.#see(visible);
    const matching = seen.dags.filter(entry =>
      dagMatches(entry, query, placesOf(seen, entry.dag.ref)),
    );
    const page = tableOf(matching, query, DAG_SORT_KEYS);
    const runs = await this.#inventory.latestRuns(
      page.items.map(({ dag }) => dag),
    );
    return {
      ...page,
      items: page.items.map(entry => dagRow(entry, runs.get(entry.dag.ref))),
    };
  }

  async services(
    query: ParsedTableQuery,
    visible: VisibleEntities,
  ): Promise<Page<ServiceRow>> {
    const seen = await this.#see(visible);
    const matching = seen.services.filter(entry =>
      serviceMatches(entry, query, {
        instance: instancesOf(seen, entry.service.ref),
      }),
    );
    const page = tableOf(matching, query, SERVICE_SORT_KEYS);
    return { ...page, items: page.items.map(serviceRow) };
  }

  async filters(visible: VisibleEntities): Promise<FilterValues> {
    return filterValues(
      await this.#see(visible),
      await this.#inventory.sources(),
    );
  }

  /** Edges count only where the caller may see both of their ends. */
  async #see(visible: VisibleEntities): Promise<SeenInventory> {
    const dags = await this.#inventory.dags();
    const services = await this.#inventory.services();
    const edges = await this.#edges.edges();
    const certificates = new CertificateIndex(
      await this.#inventory.proxyRecords(),
    );
    const now = this.#clock();

    const dagByRef = new Map<string, DagFact>();
    for (const dag of dags)
      if (visible.has(dag.ref)) dagByRef.set(dag.ref, dag);
    const serviceByRef = new Map<string, ServiceFact>();
    for (const service of services) {
      if (visible.has(service.ref)) serviceByRef.set(service.ref, service);
    }
    const seen = edges.flatMap(
      edge =>
        visibleEdge(edge, ref => dagByRef.has(ref) || serviceByRef.has(ref)) ??
        [],
    );
    // What is told at an identity counts there once, not at each of its DAGs.
    const edgesByDag = groupBy(seen, edge => edge.dag);
    const sharedByDag = new Map<string, Edge[]>();
    for (const edge of seen) {
      if (!edge.caller) continue;
      for (const dag of edge.caller.couldBe) {
        sharedByDag.set(dag, [...(sharedByDag.get(dag) ?? []), edge]);
      }
    }
    const edgesByService = groupBy(seen, edge => edge.service);
    return {
      dags: [...dagByRef.values()].map(dag => ({
        dag,
        summary: edgeCounts(edgesByDag.get(dag.ref) ?? []),
        shared: edgeCounts(sharedByDag.get(dag.ref) ?? []).edges,
      })),
      services: [...serviceByRef.values()].map(service => ({
        service,
        summary: edgeCounts(edgesByService.get(service.ref) ?? []),
        certificate: certificates.of(service, now),
      })),
      serviceByRef,
      dagByRef,
      edgesByDag,
      edgesByService,
    };
  }
}

function groupBy<T>(
  items: T[],
  keyOf: (item: T) => string | undefined,
): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    if (key === undefined) continue;
    const group = groups.get(key);
    if (group) group.push(item);
    else groups.set(key, [item]);
  }
  return groups;
}
