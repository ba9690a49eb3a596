import { DagIdentity } from '../api/inventory';
import { Dag, DagTask } from '../inventory/airflow';
import { Proxy } from '../inventory/kuma';

/**
 * What a rule asks of a DAG and its tasks. All given conditions must fit;
 * `executor`, `queue` and `pool` look at tasks, the others at the DAG. In
 * `dagId` a `*` stands for any text.
 * @public
 */
export type IdentityMatch = {
  instance?: string;
  dagId?: string;
  tag?: string;
  /** An owner as Airflow says it, or the entity ref of the DAG's owner. */
  owner?: string;
  dataDomain?: string;
  executor?: string;
  queue?: string;
  pool?: string;
};

/**
 * A rule of `airflowKuma.identities`: which DAGs run as which workload
 * identity. Either the SPIFFE ID itself, or labels of the proxies that the
 * tasks run behind; both may hold templates such as `{{ dataDomain }}`.
 * @public
 */
export type IdentityRule = {
  match?: IdentityMatch;
  controlPlane: string;
  mesh: string;
  spiffeId?: string;
  dataplaneLabels?: Record<string, string>;
};

/**
 * What rules may know of a DAG.
 * @public
 */
export type IdentityDag = Pick<
  Dag,
  'instance' | 'dagId' | 'owners' | 'tags' | 'dataDomain'
> & {
  owner?: string;
  tasks: Pick<DagTask, 'taskId' | 'executor' | 'queue' | 'pool'>[];
};

/**
 * What rules may know of a proxy.
 * @public
 */
export type IdentityProxy = Pick<
  Proxy,
  'controlPlane' | 'mesh' | 'name' | 'labels' | 'status' | 'uriSans'
>;

/**
 * One identity that tasks of a DAG run as, before anybody asks who shares it.
 * @public
 */
export type ResolvedIdentity = Pick<
  DagIdentity,
  'state' | 'reason' | 'controlPlane' | 'mesh' | 'uriSans' | 'proxies'
> & {
  /** Index of the rule, from 0; absent where none fits. */
  rule?: number;
  /** Tasks that run as it. */
  taskIds: string[];
};
