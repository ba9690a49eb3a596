import { z } from 'zod';
import {
  flag,
  optionalNumber,
  optionalText,
  optionalTime,
  texts,
  time,
} from '../http/shapes';
import { runIdOfExtra } from './runIdOfExtra';
import { RawEventLog, RawImportError, RawTask, RawTaskInstance } from './types';

/** `TaskResponse` (v1: `Task`). */
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

const MAX_ERROR_TEXT = 2_000;

/** `ImportErrorResponse` (v1: `ImportError`, without the bundle). */
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

/** `TaskInstanceResponse` (v1: `TaskInstance`). */
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

/** `EventLogResponse` (v1: `EventLog`). */
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
