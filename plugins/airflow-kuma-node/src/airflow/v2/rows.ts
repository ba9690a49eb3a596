import { z } from 'zod';
import {
  flag,
  optionalNumber,
  optionalText,
  optionalTime,
  texts,
  time,
} from '../../http/shapes';
import {
  RawAsset,
  RawDag,
  RawDagDetails,
  RawDagRun,
  RawDagVersion,
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

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value ? value : undefined;
}
