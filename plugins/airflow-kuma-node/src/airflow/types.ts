/**
 * API generations: `v1` is Airflow 2.7 to 2.11, `v2` is Airflow 3.
 * @public
 */
export type AirflowApiVersion = 'v1' | 'v2';

/**
 * What an instance says it is.
 * @public
 */
export type AirflowVersion = { version: string; api: AirflowApiVersion };

/**
 * A row of the DAG list: what changes often and what decides whether the rest
 * has to be read again.
 * @public
 */
export type RawDag = {
  dagId: string;
  displayName: string;
  description?: string;
  /** Free text. */
  owners: string[];
  tags: string[];
  scheduleSummary?: string;
  scheduleDescription?: string;
  /** ISO time. */
  nextRun?: string;
  isPaused: boolean;
  isStale: boolean;
  hasImportErrors: boolean;
  file?: string;
  bundle?: string;
  bundleVersion?: string;
};

/**
 * What only the details of a DAG tell.
 * @public
 */
export type RawDagDetails = {
  dagId: string;
  docMd?: string;
  /** URIs (names of aliases) that start it. */
  scheduleAssets: string[];
  timezone?: string;
  catchup: boolean;
  startDate?: string;
  /** Queue and pool that its tasks inherit, where the instance says (3.1+). */
  defaultQueue?: string;
  defaultPool?: string;
  /** Newest version, Airflow 3 only. */
  latestVersion?: { id: string; number: number; createdAt?: string };
};

/**
 * A task of a DAG.
 * @public
 */
export type RawTask = {
  taskId: string;
  displayName: string;
  operator?: string;
  /** e.g. `airflow.providers.standard.operators.python`. */
  operatorModule?: string;
  isMapped: boolean;
  owner?: string;
  queue?: string;
  pool?: string;
  downstream: string[];
};

/**
 * A new version of a DAG. Not a complete change feed: Airflow rewrites a
 * version that never ran in place.
 * @public
 */
export type RawDagVersion = {
  id: string;
  dagId: string;
  number: number;
  /** ISO time. */
  createdAt: string;
};

/**
 * A task, by its DAG.
 * @public
 */
export type TaskReference = { dagId: string; taskId: string };

/**
 * An asset (dataset before 3.0).
 * @public
 */
export type RawAsset = {
  id: string;
  uri: string;
  name: string;
  scheduledDags: string[];
  producingTasks: TaskReference[];
  /** Inlets; always empty before 3.1, which does not tell them. */
  consumingTasks: TaskReference[];
};

/**
 * `downstreamDagId` waits for, or is started by, `upstreamDagId`.
 * @public
 */
export type RawDagDependency = {
  upstreamDagId: string;
  downstreamDagId: string;
  via: 'asset' | 'trigger' | 'sensor';
  /** The asset's URI, or the id of the task that triggers or waits. */
  detail: string;
};

/**
 * A file that could not be imported. It may never have had a DAG.
 * @public
 */
export type RawImportError = {
  /** Relative to the bundle from 3.1 on, absolute before. */
  file: string;
  bundle?: string;
  /** Cut to 2,000 characters, from the end, where the error is. */
  text: string;
  /** ISO time. */
  at?: string;
};

/**
 * A run. Enumerations are open text: Airflow adds values.
 * @public
 */
export type RawDagRun = {
  dagId: string;
  runId: string;
  state: string;
  runType: string;
  /** Absent before 3.0. */
  triggeredBy?: string;
  /** Absent before 3.1, and where nobody in person did it. */
  user?: string;
  logicalDate?: string;
  queued?: string;
  start?: string;
  end?: string;
  /** Seconds. */
  duration?: number;
  note?: string;
};

/**
 * A task instance, without its rendered fields, which can hold secrets.
 * @public
 */
export type RawTaskInstance = {
  dagId: string;
  runId: string;
  taskId: string;
  mapIndex: number;
  tryNumber: number;
  /** Absent while it has none. */
  state?: string;
  operator?: string;
  queue?: string;
  pool?: string;
  executor?: string;
  /** Host, or pod, that ran it: joins to a Dataplane. */
  hostname?: string;
  start?: string;
  end?: string;
  duration?: number;
};

/**
 * A row of Airflow's own log of actions. A row proves an attempt, not success.
 * @public
 */
export type RawEventLog = {
  id: number;
  at: string;
  event: string;
  dagId?: string;
  taskId?: string;
  /** From the row, or from what the caller sent where the row has none. */
  runId?: string;
  /** A user for what users do, a task's owner for what the scheduler does. */
  owner?: string;
};

/**
 * Which task log to read.
 * @public
 */
export type TaskLogReference = {
  dagId: string;
  runId: string;
  taskId: string;
  tryNumber: number;
  /** Default -1: not mapped. */
  mapIndex?: number;
};

/**
 * How the parts of an instance are.
 * @public
 */
export type AirflowHealth = {
  healthy: boolean;
  /** e.g. `scheduler`, with Airflow's word for its state. */
  components: { name: string; status?: string; lastHeartbeat?: string }[];
};
