import {
  Dag,
  DagRun,
  MeshSnapshot,
  Mesh,
  Permission,
  Proxy,
  Service,
  SourceReference,
  SourceStatus,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/**
 * What `graph` and `access` may know of upstreams. `sync` alone reads
 * upstreams; everything else reads what it stored, through this.
 *
 * `asOf` is an ISO instant: the inventory as it was then. Without it, now.
 */
export interface InventoryReader {
  /** With `asOf` by the reads around it; sources that config no longer names have none. */
  sources(options?: { asOf?: string }): Promise<SourceStatus[]>;
  dags(options?: { asOf?: string }): Promise<DagFact[]>;
  services(options?: { asOf?: string }): Promise<ServiceFact[]>;
  meshes(options?: { asOf?: string }): Promise<Mesh[]>;
  /** Resources as the API returned them, for the evaluator. */
  meshSnapshot(
    key: MeshKey,
    options?: { asOf?: string },
  ): Promise<(MeshSnapshot & { revision: string }) | undefined>;
  proxies(key: MeshKey): Promise<Proxy[]>;
  /** Proxies of all meshes, with what is kept of their past. */
  proxyRecords(options?: { asOf?: string }): Promise<ProxyRecord[]>;
  permissions(key: MeshKey): Promise<Permission[]>;
  /** Newest first. */
  runs(query: {
    instance: string;
    dagId: string;
    from?: string;
    to?: string;
    limit?: number;
  }): Promise<DagRun[]>;
  /**
   * Runs of these DAGs that went on at some time of a window, newest first.
   * `keptSince`: runs from before that are forgotten.
   */
  runsDuring(query: RunsDuring): Promise<{
    items: DagRun[];
    total: number;
    keptSince: string;
  }>;
  /** Versions of all DAGs that held at some time of a window, oldest first. */
  dagVersions(window: TimeWindow): Promise<Held<DagFact>[]>;
  /** The same of the proxies of a mesh that showed one of these URI SANs. */
  proxyVersions(
    query: MeshKey & { uriSans: string[] } & TimeWindow,
  ): Promise<Held<ProxyRecord>[]>;
  /** All stored versions of one object, oldest first: certificate history and the like. */
  history(
    key: MeshKey & { kind: 'proxy' | 'identity' | 'permission'; name: string },
  ): Promise<{ validFrom: string; validTo?: string; data: unknown }[]>;
  /** Grows whenever anything stored changed, on any replica. */
  revision(): Promise<number>;
}

/** ISO instants; both belong to it. */
export type TimeWindow = { from: string; to: string };
/** Something as it was for a while, by when it was read. */
export type Held<T> = { value: T; validFrom: string; validTo?: string };
export type RunsDuring = TimeWindow & {
  dags: { instance: string; dagId: string }[];
  offset: number;
  limit: number;
};
export type MeshKey = { controlPlane: string; mesh: string };
/** A DAG with its entity ref. */
export type DagFact = Dag & { ref: string };
/** A proxy without its counters, which are only known as of now. */
export type ProxyRecord = Omit<Proxy, 'sync'>;
/** A service with its entity ref. */
export type ServiceFact = Service & { ref: string };

/**
 * Asks for faster reads of a control plane while something is applying there:
 * permissions and proxies at least every 5 s until `until` (ISO).
 */
export interface SyncUrgency {
  hurry(source: SourceReference, until: string): Promise<void>;
  /** Reads it at the next occasion, which is within seconds. */
  refresh(source: SourceReference): Promise<void>;
}
