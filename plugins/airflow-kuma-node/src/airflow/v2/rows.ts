import { z } from 'zod';
import {
  flag,
  optionalNumber,
  optionalText,
  optionalTime,
  texts,
  time,
} from '../../http/shapes';
import { runIdOfExtra } from '../runIdOfExtra';
import {
  RawAsset,
  RawDag,
  RawDagDetails,
  RawDagRun,
  RawDagVersion,
  RawEventLog,
  RawImportError,
  RawTask,
  RawTaskInstance,
} from '../types';
import { assetUris } from '../assetUris';
import { secondsBetween } from '../secondsBetween';
import { taskReferences } from '../taskReferences';

/** `DAGResponse` */
export const dagRow = z
  .object({
    dag_id: z.string().min(1),
    dag_display_name: optionalText,
    description: optionalText,
    owners: texts,
    tags: z.array(z.object({ name: z.string() })).nullish(),
    timetable_summary: optionalText,
    timetable_description: optionalText,
    next_dagrun_run_after: optionalTime,
    is_paused: z.boolean(),
    is_stale: flag,
    has_import_errors: flag,
    relative_fileloc: optionalText,
    fileloc: optionalText,
    bundle_name: optionalText,
    bundle_version: optionalText,
  })
  .transform(
    (row): RawDag => ({
      dagId: row.dag_id,
      displayName: row.dag_display_name ?? row.dag_id,
      description: row.description,
      owners: row.owners,
      tags: (row.tags ?? []).map(tag => tag.name),
      scheduleSummary: row.timetable_summary,
      scheduleDescription: row.timetable_description,
      nextRun: row.is_paused ? undefined : row.next_dagrun_run_after,
      isPaused: row.is_paused,
      isStale: row.is_stale,
      hasImportErrors: row.has_import_errors,
      file: row.relative_fileloc ?? row.fileloc,
      bundle: row.bundle_name,
      bundleVersion: row.bundle_version,
    }),
  );

/** `DAGDetailsResponse`; `last_parsed` is the time of the call and is left. */
export const dagDetails = z
  .object({
    dag_id: z.string(),
    doc_md: optionalText,
    asset_expression: z.unknown().optional(),
    timezone: optionalText,
    catchup: flag,
    start_date: optionalTime,
    default_args: z
      .object({
        queue: z.unknown().optional(),
        pool: z.unknown().optional(),
      })
      .nullish()
      .catch(undefined),
    latest_dag_version: z
      .object({
        id: z.string(),
        version_number: z.number(),
        created_at: optionalTime,
      })
      .nullish(),
  })
  .transform(
    (row): RawDagDetails => ({
      dagId: row.dag_id,
      docMd: row.doc_md,
      scheduleAssets: assetUris(row.asset_expression),
      timezone: row.timezone,
      catchup: row.catchup,
      startDate: row.start_date,
      defaultQueue: textOf(row.default_args?.queue),
      defaultPool: textOf(row.default_args?.pool),
      latestVersion: row.latest_dag_version
        ? {
            id: row.latest_dag_version.id,
            number: row.latest_dag_version.version_number,
            createdAt: row.latest_dag_version.created_at,
          }
        : undefined,
    }),
  );

/** `TaskResponse`, the same in v1. */
export const taskRow = z
  .object({
    task_id: z.string().min(1),
    task_display_name: optionalText,
    operator_name: optionalText,
    class_ref: z
      .object({ module_path: optionalText, class_name: optionalText })
      .nullish(),
    is_mapped: flag,
    owner: optionalText,
    queue: optionalText,
    pool: optionalText,
    downstream_task_ids: texts,
  })
  .transform(
    (row): RawTask => ({
      taskId: row.task_id,
      displayName: row.task_display_name ?? row.task_id,
      operator: row.operator_name ?? row.class_ref?.class_name,
      operatorModule: row.class_ref?.module_path,
      isMapped: row.is_mapped,
      owner: row.owner,
      queue: row.queue,
      pool: row.pool,
      downstream: row.downstream_task_ids,
    }),
  );

/** `DagVersionResponse` */
export const dagVersionRow = z
  .object({
    id: z.string(),
    dag_id: z.string(),
    version_number: z.number(),
    created_at: time,
  })
  .transform(
    (row): RawDagVersion => ({
      id: row.id,
      dagId: row.dag_id,
      number: row.version_number,
      createdAt: row.created_at,
    }),
  );

/** `AssetResponse`: 3.0 says `consuming_dags` for what is `scheduled_dags`. */
export const assetRow = z
  .object({
    id: z.union([z.number(), z.string()]),
    uri: z.string(),
    name: optionalText,
    scheduled_dags: z.array(z.object({ dag_id: z.string() })).nullish(),
    consuming_dags: z.array(z.object({ dag_id: z.string() })).nullish(),
    producing_tasks: taskReferences,
    consuming_tasks: taskReferences,
  })
  .transform(
    (row): RawAsset => ({
      id: String(row.id),
      uri: row.uri,
      name: row.name ?? row.uri,
      scheduledDags: (row.scheduled_dags ?? row.consuming_dags ?? []).map(
        dag => dag.dag_id,
      ),
      producingTasks: row.producing_tasks,
      consumingTasks: row.consuming_tasks,
    }),
  );

const MAX_ERROR_TEXT = 2_000;

/** `ImportErrorResponse`, in v1 without the bundle. */
export const importErrorRow = z
  .object({
    filename: z.string(),
    bundle_name: optionalText,
    stack_trace: optionalText,
    timestamp: optionalTime,
  })
  .transform(
    (row): RawImportError => ({
      file: row.filename,
      bundle: row.bundle_name,
      text: (row.stack_trace ?? '').slice(-MAX_ERROR_TEXT),
      at: row.timestamp,
    }),
  );

/** `DAGRunResponse` */
export const dagRunRow = z
  .object({
    dag_id: z.string(),
    dag_run_id: z.string(),
    state: z.string(),
    run_type: z.string(),
    triggered_by: optionalText,
    triggering_user_name: optionalText,
    logical_date: optionalTime,
    queued_at: optionalTime,
    start_date: optionalTime,
    end_date: optionalTime,
    duration: optionalNumber,
    note: optionalText,
  })
  .transform(
    (row): RawDagRun => ({
      dagId: row.dag_id,
      runId: row.dag_run_id,
      state: row.state,
      runType: row.run_type,
      triggeredBy: row.triggered_by,
      user: row.triggering_user_name,
      logicalDate: row.logical_date,
      queued: row.queued_at,
      start: row.start_date,
      end: row.end_date,
      // 3.0 does not tell it.
      duration: row.duration ?? secondsBetween(row.start_date, row.end_date),
      note: row.note,
    }),
  );

/** `TaskInstanceResponse`, the same in v1. */
export const taskInstanceRow = z
  .object({
    dag_id: z.string(),
    dag_run_id: z.string(),
    task_id: z.string(),
    map_index: z.number().nullish(),
    try_number: z.number().nullish(),
    state: optionalText,
    operator: optionalText,
    operator_name: optionalText,
    queue: optionalText,
    pool: optionalText,
    executor: optionalText,
    hostname: optionalText,
    start_date: optionalTime,
    end_date: optionalTime,
    duration: optionalNumber,
  })
  .transform(
    (row): RawTaskInstance => ({
      dagId: row.dag_id,
      runId: row.dag_run_id,
      taskId: row.task_id,
      mapIndex: row.map_index ?? -1,
      tryNumber: row.try_number ?? 0,
      state: row.state,
      operator: row.operator_name ?? row.operator,
      queue: row.queue,
      pool: row.pool,
      executor: row.executor,
      hostname: row.hostname,
      start: row.start_date,
      end: row.end_date,
      duration: row.duration,
    }),
  );

/** `EventLogResponse`, the same in v1. */
export const eventLogRow = z
  .object({
    event_log_id: z.number(),
    when: time,
    event: z.string(),
    dag_id: optionalText,
    task_id: optionalText,
    run_id: optionalText,
    owner: optionalText,
    extra: optionalText,
  })
  .transform(
    (row): RawEventLog => ({
      id: row.event_log_id,
      at: row.when,
      event: row.event,
      dagId: row.dag_id,
      taskId: row.task_id,
      runId: row.run_id ?? runIdOfExtra(row.extra),
      owner: row.owner,
    }),
  );

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value ? value : undefined;
}
