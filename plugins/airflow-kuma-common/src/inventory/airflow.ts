import { DeclaredDependency } from '../edges/types';
import { FailureClass } from '../failures/classifyFailure';

/**
 * A DAG, the same for Airflow's API v1 and v2.
 * @public
 */
export type Dag = {
  instance: string;
  dagId: string;
  displayName: string;
  description?: string;
  /** Airflow's free-text owners; not identities. */
  owners: string[];
  tags: string[];
  schedule: DagSchedule;
  /** ISO time of the next run's start; absent when paused or unscheduled. */
  nextRun?: string;
  isPaused: boolean;
  /** `true` when the file is gone or no longer defines the DAG. */
  isStale: boolean;
  hasImportErrors: boolean;
  /** Text of the import error of its file, cut to 2,000 characters. */
  importError?: string;
  /** Path relative to the bundle where known, else as Airflow gives it. */
  file?: string;
  bundle?: string;
  /** Absolute link to the DAG in Airflow's UI. */
  uiUrl: string;
  tasks: DagTask[];
  declared: DeclaredDependency[];
  /** DAGs that this one waits for or is started by. */
  upstream: DagDependency[];
  /** Entity ref of the owner, by config rules. */
  owner: string;
  system?: string;
  /** Raw text; slugs go into labels. */
  dataDomain?: string;
  environment?: string;
};

/**
 * When a DAG runs.
 * @public
 */
export type DagSchedule = {
  /** What Airflow calls the timetable summary, e.g. `@hourly` or `0 3 * * *`. */
  summary?: string;
  description?: string;
  /** Assets (datasets) that start it, by URI. */
  assets: string[];
};

/**
 * A task of a DAG.
 * @public
 */
export type DagTask = {
  taskId: string;
  displayName: string;
  operator?: string;
  isMapped: boolean;
  queue?: string;
  pool?: string;
  executor?: string;
  downstream: string[];
};

/**
 * One DAG depends on another, in the same instance.
 * @public
 */
export type DagDependency = {
  dagId: string;
  via: 'asset' | 'trigger' | 'sensor';
  /** The asset's URI or the task's id. */
  detail: string;
};

/**
 * A run of a DAG. Times are ISO, durations seconds.
 * @public
 */
export type DagRun = {
  instance: string;
  dagId: string;
  runId: string;
  /** Open text: Airflow adds values. */
  state: string;
  /** e.g. `scheduled`, `manual`, `backfill`, `asset_triggered`. */
  runType: string;
  /** e.g. `rest_api`, `ui`, `cli`, `timetable`; absent before 3.0. */
  triggeredBy?: string;
  /** Airflow's user name; absent where Airflow does not say. */
  user?: string;
  logicalDate?: string;
  start?: string;
  end?: string;
  duration?: number;
  note?: string;
  updatedAt?: string;
  uiUrl: string;
  /** Failed calls that the logs of its tasks speak of. */
  failures?: RunFailure[];
};

/**
 * A task that failed with what may be a refused call. No log text is kept.
 * @public
 */
export type RunFailure = {
  taskId: string;
  class: FailureClass;
  /** Entity ref of the service, where the log's host tells it, or only one can be meant. */
  service?: string;
};
