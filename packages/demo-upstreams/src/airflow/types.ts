/**
 * Versions of Airflow that the stand-in can be.
 * @public
 */
export type AirflowVersion = '3.3.2' | '3.0.6' | '2.11.2';

/**
 * A DAG to start with.
 * @public
 */
export type DagSeed = {
  dagId: string;
  displayName?: string;
  description?: string;
  /** Markdown; may open with a front matter block. */
  docMd?: string;
  owners: string[];
  tags?: string[];
  /** Five fields; absent for DAGs that only run when asked. */
  cron?: string;
  /** URIs of the assets that start it. */
  scheduleAssets?: string[];
  isPaused?: boolean;
  /** Its file is gone. */
  isStale?: boolean;
  hasImportErrors?: boolean;
  /** Relative to the DAG folder; default made from the id. */
  file?: string;
  tasks: TaskSeed[];
  /**
   * What happens in its runs; default every one succeeds. A refusal of the mesh
   * happens only while the mesh refuses, where the instance has one.
   */
  failures?: FailureSeed;
  /** Runs besides the scheduled ones. */
  extraRuns?: RunSeed[];
};

/**
 * A task.
 * @public
 */
export type TaskSeed = {
  taskId: string;
  /** Class name, default `PythonOperator`. */
  operator?: string;
  downstream?: string[];
  queue?: string;
  pool?: string;
  isMapped?: boolean;
  /** URIs that it reads; `x-mesh-service://…` declares a service. */
  inlets?: string[];
  outlets?: string[];
  /** DAG that a TriggerDagRunOperator starts. */
  triggers?: string;
  /** DAG that an ExternalTaskSensor waits for. */
  waitsFor?: string;
  /** URL that it calls; shows in its rendered fields. */
  url?: string;
  /** The service that it calls. */
  calls?: { mesh: string; service: string };
};

/**
 * Whether a mesh refuses what a task calls now; `undefined` where nothing of
 * the task reaches a mesh.
 * @public
 */
export type MeshRefusal = (task: TaskSeed) => boolean | undefined;

/**
 * Which runs fail, and how it reads in the log.
 * @public
 */
export type FailureSeed = {
  taskId: string;
  why: 'mesh-denied' | 'timeout' | 'error';
  /** Every how many runs; 1 fails all. */
  every: number;
};

/**
 * A run that somebody or something started.
 * @public
 */
export type RunSeed = {
  runId?: string;
  runType: 'manual' | 'backfill' | 'asset_triggered' | 'operator_triggered';
  triggeredBy: 'rest_api' | 'ui' | 'cli' | 'backfill' | 'operator' | 'asset';
  user?: string;
  minutesAgo: number;
  /** Milliseconds; backfills have the time of the run otherwise. */
  logicalDate?: number;
  note?: string;
  conf?: Record<string, unknown>;
  fails?: boolean;
};

/**
 * Somebody who may log in.
 * @public
 */
export type AirflowUser = {
  username: string;
  password: string;
  role: 'viewer' | 'user' | 'op' | 'admin';
  /** Airflow 2: may read the log of actions without being an administrator. */
  readsAuditLogs?: boolean;
};

/** A DAG as the stand-in keeps it. */
export type Dag = Required<Pick<DagSeed, 'dagId' | 'owners' | 'tasks'>> &
  Omit<DagSeed, 'dagId' | 'owners' | 'tasks' | 'extraRuns'> & {
    tags: string[];
    file: string;
    /** When it was first seen. */
    since: number;
    lastParsed: number;
    versions: DagVersion[];
  };

export type DagVersion = { id: string; number: number; createdAt: number };

/** A run: what it is at a moment follows from the clock. */
export type Run = {
  /** Order of creation, for keyset paging. */
  sequence: number;
  dagId: string;
  runId: string;
  runType: string;
  triggeredBy: string;
  user?: string;
  logicalDate?: number;
  runAfter: number;
  queuedAt: number;
  startDate: number;
  endDate: number;
  outcome: 'success' | 'failed';
  failure?: FailureSeed;
  /** Waits: its DAG is paused. */
  isHeld: boolean;
  note?: string;
  conf: Record<string, unknown>;
  version: DagVersion;
};

export type EventLog = {
  id: number;
  when: number;
  event: string;
  owner: string;
  dagId?: string;
  taskId?: string;
  runId?: string;
  logicalDate?: number;
  extra?: string;
};

export type ImportError = {
  id: number;
  timestamp: number;
  file: string;
  stackTrace: string;
};
