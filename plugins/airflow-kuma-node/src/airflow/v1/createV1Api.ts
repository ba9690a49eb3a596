import { ZodType, z } from 'zod';
import { parseRows } from '../../http/parseRows';
import { Listing, UpstreamRequest } from '../../http/types';
import { AirflowApi } from '../AirflowApi';
import { AirflowContext, part } from '../context';
import { health } from '../health';
import { listEventLogs } from '../listEventLogs';
import { listRows } from '../listRows';
import { DEFAULT_LOG_LINES, tailOf } from '../taskLog';
import {
  eventLogRow,
  importErrorRow,
  taskInstanceRow,
  taskRow,
} from '../v2/rows';
import { dagDetails, dagRow, dagRunRow, datasetRow } from './rows';

/**
 * Airflow 2.7 to 2.11. Reads with GET alone: the POST forms of its lists need
 * the right to edit.
 */
export function createV1Api(context: AirflowContext): AirflowApi {
  const { http, upstream } = context;
  const list = <T>(
    path: string,
    name: string,
    schema: ZodType<T>,
    options: {
      keys: string[];
      query?: UpstreamRequest<T>['query'];
      limit?: number;
      moving?: boolean;
      signal?: AbortSignal;
    },
  ): Promise<Listing<T>> =>
    listRows({
      http,
      upstream,
      path: `/api/v1${path}`,
      list: name,
      schema,
      ...options,
    });

  return {
    health: options =>
      http.request({
        path: '/api/v1/health',
        schema: health,
        signal: options?.signal,
      }),

    async listDags(options) {
      const { rows, skipped } = await list('/dags', 'dags', dagRow, {
        keys: ['dag_id'],
        query: { order_by: 'dag_id', only_active: false },
        signal: options?.signal,
      });
      return {
        rows: rows
          .filter(row => !row.isSubdag)
          .map(({ isSubdag, ...row }) => row),
        skipped,
      };
    },

    dagDetails: (dagId, options) =>
      http.request({
        path: `/api/v1/dags/${part(dagId)}/details`,
        schema: dagDetails,
        signal: options?.signal,
      }),

    async tasks(dagId, options) {
      const path = `/api/v1/dags/${part(dagId)}/tasks`;
      const { tasks } = await http.request({
        path,
        schema: z.object({ tasks: z.array(z.unknown()) }),
        signal: options?.signal,
      });
      return parseRows({
        upstream,
        request: `GET ${path}`,
        list: 'tasks',
        items: tasks,
        schema: taskRow,
        idField: 'task_id',
      });
    },

    dagVersions: async () => undefined,

    listAssets: options =>
      list('/datasets', 'datasets', datasetRow, {
        keys: ['id'],
        query: { order_by: 'id' },
        signal: options?.signal,
      }),

    dagDependencies: async () => undefined,

    listImportErrors: options =>
      list('/importErrors', 'import_errors', importErrorRow, {
        keys: ['import_error_id'],
        query: { order_by: 'import_error_id' },
        signal: options?.signal,
      }),

    listDagRuns: (query, options) =>
      list(`/dags/${part(query.dagId ?? '~')}/dagRuns`, 'dag_runs', dagRunRow, {
        keys: ['dag_id', 'dag_run_id'],
        query: {
          updated_at_gte: query.since,
          // By id, what changes while we read can repeat but not be missed.
          order_by: query.since ? 'id' : '-execution_date',
        },
        limit: query.limit,
        moving: true,
        signal: options?.signal,
      }),

    listTaskInstances: (run, options) =>
      list(
        `/dags/${part(run.dagId)}/dagRuns/${part(run.runId)}/taskInstances`,
        'task_instances',
        taskInstanceRow,
        {
          keys: ['map_index', 'task_id'],
          moving: true,
          signal: options?.signal,
        },
      ),

    listEventLogs: (query, options) =>
      listEventLogs(query, () =>
        list('/eventLogs', 'event_logs', eventLogRow, {
          keys: ['event_log_id'],
          query: {
            after: query.since,
            order_by: 'event_log_id',
            // 2.9 and later; a list is one parameter in v1.
            included_events: query.events?.join(','),
          },
          limit: query.limit,
          moving: true,
          signal: options?.signal,
        }),
      ),

    async taskLogTail(task, options) {
      const run = `/api/v1/dags/${part(task.dagId)}/dagRuns/${part(
        task.runId,
      )}`;
      const text = await http.request({
        path: `${run}/taskInstances/${part(task.taskId)}/logs/${
          task.tryNumber
        }`,
        query: { full_content: true, map_index: task.mapIndex },
        // As JSON the log is the printed form of a Python list.
        format: 'text',
        schema: z.string(),
        signal: options?.signal,
      });
      return tailOf(text.split('\n'), options?.lines ?? DEFAULT_LOG_LINES);
    },
  };
}
