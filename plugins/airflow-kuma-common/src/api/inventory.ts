import { Enforcement } from '../evaluator/enforcement';
import { LintFinding } from '../evaluator/types';
import { Callers } from './callers';
import { Edge, EdgeState } from '../edges/types';
import { Dag, DagRun } from '../inventory/airflow';
import { Mesh, Permission, Proxy, Service } from '../inventory/kuma';
import { SourceReference, SourceStatus } from '../inventory/source';
import { SourcePart } from '../inventory/sourcePart';

/**
 * A page of rows. `total` counts what the caller may see under the filter.
 * @public
 */
export type Page<T> = { items: T[]; total: number };

/**
 * Filters shared by tables and graph; every list is OR, lists together AND.
 * As query parameters: repeated, e.g. `?mesh=default&mesh=ai`.
 * @public
 */
export type InventoryFilter = {
  text?: string;
  instance?: string[];
  controlPlane?: string[];
  mesh?: string[];
  zone?: string[];
  environment?: string[];
  dataDomain?: string[];
  owner?: string[];
  /** Table rows: worst edge state; DAGs also `paused`, `stale`, `broken`; services `offline`, `certificate-expired`. */
  state?: string[];
};

/** Query of a table: `offset`, `limit` (1 to 200), `orderBy` (`name`, `-name`, …). @public */
export type TableQuery = InventoryFilter & {
  offset?: number;
  limit?: number;
  orderBy?: string;
};

/** Counts of edge states; absent keys are 0. @public */
export type EdgeCounts = Partial<Record<EdgeState, number>>;

/** A row of the DAG table. @public */
export type DagRow = Pick<
  Dag,
  | 'instance'
  | 'dagId'
  | 'displayName'
  | 'description'
  | 'owner'
  | 'tags'
  | 'dataDomain'
  | 'environment'
  | 'isPaused'
  | 'isStale'
  | 'hasImportErrors'
  | 'nextRun'
  | 'uiUrl'
> & {
  ref: string;
  schedule?: string;
  lastRun?: Pick<DagRun, 'state' | 'start' | 'runId'>;
  /** Its own edges. */
  edges: EdgeCounts;
  /** Edges of identities that it shares, which could be its; they count at the identity. */
  shared?: EdgeCounts;
  worst?: EdgeState;
};

/** A row of the service table. @public */
export type ServiceRow = Pick<
  Service,
  | 'controlPlane'
  | 'mesh'
  | 'kind'
  | 'name'
  | 'displayName'
  | 'zone'
  | 'owner'
  | 'dataDomain'
  | 'environment'
  | 'proxies'
  | 'ports'
  | 'hostnames'
> & {
  ref: string;
  certificateExpires?: string;
  certificateExpired: boolean;
  edges: EdgeCounts;
  worst?: EdgeState;
};

/** Values to offer in filter bars, with the rows that each leaves of either table. @public */
export type FilterValues = Record<
  | 'instance'
  | 'controlPlane'
  | 'mesh'
  | 'zone'
  | 'environment'
  | 'dataDomain'
  | 'owner'
  | 'state',
  { value: string; label: string; dags: number; services: number }[]
>;

/** How a DAG is tied to what Envoy checks. @public */
export type DagIdentity = {
  /** `none`: no config rule fits. `not-live`: a rule fits, no proxy shows it. */
  state: 'live' | 'not-live' | 'none';
  reason: string;
  controlPlane?: string;
  mesh?: string;
  uriSans: string[];
  proxies: string[];
  /** Entity refs of other DAGs on the same identity that the caller may see. */
  sharedWith: string[];
  /** How many DAGs share it in all, this one included. */
  sharedBy: number;
};

/** `GET /dag?ref=` @public */
export type DagDetails = {
  ref: string;
  dag: Dag;
  source: SourceStatus;
  identities: DagIdentity[];
  /** Its own, and calls from an identity that it shares which could be its. */
  edges: (Edge & { serviceSummary?: ServiceSummary })[];
  runs: DagRun[];
  upstream: RelatedDag[];
  downstream: RelatedDag[];
  dataAge: DataAge;
};

/** A DAG that another waits for, or starts. @public */
export type RelatedDag = {
  ref?: string;
  dagId: string;
  displayName: string;
  via: string;
  detail: string;
};

/** What an edge list needs to draw a service. @public */
export type ServiceSummary = Pick<
  Service,
  'controlPlane' | 'mesh' | 'kind' | 'displayName' | 'ports' | 'owner'
>;

/** `GET /service?ref=` @public */
export type ServiceDetails = {
  ref: string;
  service: Service;
  mesh: Mesh;
  source: SourceStatus;
  proxies: Proxy[];
  permissions: Permission[];
  /**
   * DAGs that declare it, were seen calling it, or hold a grant, and identities
   * of which nobody can tell which DAG it was; `dags` names whose it is or could be.
   */
  edges: (Edge & { dags: { ref: string; name: string; instance: string }[] })[];
  /** What happens to calls without and with a permission; absent before the mesh was read. */
  enforcement?: Enforcement;
  /** Who may call it, whether anything was declared or seen, or not. */
  mayCall: Callers & {
    /** DAGs that may call it although no edge says so: counted, first 50 listed. */
    total: number;
    dags: { ref: string; name: string }[];
  };
  dataAge: DataAge;
};

/** How old the data of each source is that an answer rests on. @public */
export type DataAge = (SourceReference & {
  state: SourceStatus['state'];
  lastSuccess?: string;
  /** Parts that it does not tell now; what rests on them is older. */
  missing?: { name: SourcePart['name']; mesh?: string; lastRead?: string }[];
})[];

/**
 * Something in the permissions of a mesh that will surprise somebody,
 * `GET /findings`; for those who administer sources.
 * @public
 */
export type MeshFinding = LintFinding & {
  controlPlane: string;
  mesh: string;
};
