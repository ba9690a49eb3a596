import { z } from 'zod';
import { flag, optionalText, optionalTime, texts } from '../../http/shapes';
import { assetUris } from '../assetUris';
import { secondsBetween } from '../secondsBetween';
import { taskReferences } from '../taskReferences';
import { RawAsset, RawDag, RawDagDetails, RawDagRun } from '../types';
import { scheduleSummary } from './scheduleSummary';

/** `DAG`; subdags are rows too, and no DAGs of their own. */
export const dagRow = z
  .object({
    dag_id: z.string().min(1),
    dag_display_name: optionalText,
    description: optionalText,
    owners: texts,
    tags: z.array(z.object({ name: z.string() })).nullish(),
    schedule_interval: z.unknown().optional(),
    timetable_description: optionalText,
    next_dagrun_create_after: optionalTime,
    is_paused: z.boolean().nullish(),
    is_active: z.boolean().nullish(),
    is_subdag: flag,
    has_import_errors: flag,
    fileloc: optionalText,
  })
  .transform((row): RawDag & { isSubdag: boolean } => ({
    dagId: row.dag_id,
    displayName: row.dag_display_name ?? row.dag_id,
    description: row.description,
    owners: row.owners,
    tags: (row.tags ?? []).map(tag => tag.name),
    scheduleSummary: scheduleSummary(row.schedule_interval),
    scheduleDescription: row.timetable_description,
    nextRun: row.is_paused ? undefined : row.next_dagrun_create_after,
    isPaused: row.is_paused ?? false,
    isStale: row.is_active === false,
    hasImportErrors: row.has_import_errors,
    file: row.fileloc,
    isSubdag: row.is_subdag,
  }));

/** `DAGDetail`; its `owners` are always empty, those of the list are right. */
export const dagDetails = z
  .object({
    dag_id: z.string(),
    doc_md: optionalText,
    dataset_expression: z.unknown().optional(),
    timezone: optionalText,
    catchup: flag,
    start_date: optionalTime,
  })
  .transform(
    (row): RawDagDetails => ({
      dagId: row.dag_id,
      docMd: row.doc_md,
      scheduleAssets: assetUris(row.dataset_expression),
      timezone: row.timezone,
      catchup: row.catchup,
      startDate: row.start_date,
    }),
  );

/** `Dataset`; tasks that only read one are not known to Airflow 2. */
export const datasetRow = z
  .object({
    id: z.union([z.number(), z.string()]),
    uri: z.string(),
    consuming_dags: z.array(z.object({ dag_id: z.string() })).nullish(),
    producing_tasks: taskReferences,
  })
  .transform(
    (row): RawAsset => ({
      id: String(row.id),
      uri: row.uri,
      name: row.uri,
      scheduledDags: (row.consuming_dags ?? []).map(dag => dag.dag_id),
      producingTasks: row.producing_tasks,
      consumingTasks: [],
    }),
  );

/** `DAGRun`; who started it is not told. */
export const dagRunRow = z
  .object({
    dag_id: z.string(),
    dag_run_id: z.string(),
    state: z.string(),
    run_type: optionalText,
    logical_date: optionalTime,
    execution_date: optionalTime,
    start_date: optionalTime,
    end_date: optionalTime,
    note: optionalText,
  })
  .transform(
    (row): RawDagRun => ({
      dagId: row.dag_id,
      runId: row.dag_run_id,
      state: row.state,
      // The word of Airflow 3 for the same.
      runType:
        row.run_type === 'dataset_triggered'
          ? 'asset_triggered'
          : row.run_type ?? 'manual',
      logicalDate: row.logical_date ?? row.execution_date,
      start: row.start_date,
      end: row.end_date,
      duration: secondsBetween(row.start_date, row.end_date),
      note: row.note,
    }),
  );
