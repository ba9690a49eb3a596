import { CallOptions, Listing } from '../http/types';
import {
  AirflowHealth,
  AirflowVersion,
  RawAsset,
  RawDag,
  RawDagDependency,
  RawDagDetails,
  RawDagRun,
  RawDagVersion,
  RawEventLog,
  RawImportError,
  RawTask,
  RawTaskInstance,
  TaskLogReference,
} from './types';

/**
 * Reads one Airflow instance, the same for its API v1 and v2. Never reads
 * secrets of connections, variables or XCom, and never writes.
 * @public
 */
export interface AirflowClient {
  /** Key in config. */
  readonly name: string;

  /**
   * Milliseconds that its clock is ahead of ours (negative: behind), by its
   * last answer; `undefined` before the first one.
   */
  clockSkew?(): number | undefined;

  /** Asks the instance what it is; call it at the start of every sync, so that an upgrade is seen. */
  version(options?: CallOptions): Promise<AirflowVersion>;
  health(options?: CallOptions): Promise<AirflowHealth>;

  /** All DAGs, stale ones included. */
  listDags(options?: CallOptions): Promise<Listing<RawDag>>;
  dagDetails(dagId: string, options?: CallOptions): Promise<RawDagDetails>;
  tasks(dagId: string, options?: CallOptions): Promise<Listing<RawTask>>;
  /**
   * Versions made at or after `since`, newest first; without it the newest
   * hundred. `undefined` where the instance does not tell (before 3.0).
   */
  dagVersions(
    since: string | undefined,
    options?: CallOptions,
  ): Promise<RawDagVersion[] | undefined>;

  listAssets(options?: CallOptions): Promise<Listing<RawAsset>>;
  /**
   * Dependencies through triggers, sensors and assets as Airflow's own graph
   * has them; `undefined` before 3.0, which does not tell them. No public API:
   * whoever asks must be ready for any error.
   */
  dagDependencies(
    options?: CallOptions,
  ): Promise<RawDagDependency[] | undefined>;
  listImportErrors(options?: CallOptions): Promise<Listing<RawImportError>>;

  /** Runs that changed at or after `since` (ISO), of one DAG or of all. */
  listDagRuns(
    query: { since?: string; dagId?: string; limit?: number },
    options?: CallOptions,
  ): Promise<Listing<RawDagRun>>;
  listTaskInstances(
    run: { dagId: string; runId: string },
    options?: CallOptions,
  ): Promise<Listing<RawTaskInstance>>;
  /**
   * Airflow's log of actions at or after `since`; `undefined` where the
   * account may not read it.
   */
  listEventLogs(
    query: { since: string; events?: string[]; limit?: number },
    options?: CallOptions,
  ): Promise<Listing<RawEventLog> | undefined>;
  /** The last lines of a task's log. Only for classing a failure: never store it. */
  taskLogTail(
    task: TaskLogReference,
    options?: CallOptions & { lines?: number },
  ): Promise<string[]>;
}
