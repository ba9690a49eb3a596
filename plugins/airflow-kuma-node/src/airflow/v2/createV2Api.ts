import { ZodType, z } from 'zod';
import { parseRows } from '../../http/parseRows';
import { Listing, UpstreamRequest } from '../../http/types';
import { isUpstreamError } from '../../http/UpstreamError';
import { AirflowApi } from '../AirflowApi';
import { AirflowContext, part } from '../context';
import { dependenciesOfGraph, dependencyGraph } from '../dependencyGraph';
import { health } from '../health';
import { listEventLogs } from '../listEventLogs';
import { listRows } from '../listRows';
import { DEFAULT_LOG_LINES, structuredLog, tailOf } from '../taskLog';
import {
  assetRow,
  dagDetails,
  dagRow,
  dagRunRow,
  dagVersionRow,
  eventLogRow,
  importErrorRow,
  taskInstanceRow,
  taskRow,
} from './rows';

/**
 * Airflow 3.
 */
export function createV2Api(context: AirflowContext): AirflowApi {
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
      until?: (items: unknown[]) => boolean;
      signal?: AbortSignal;
    },
  ): Promise<Listing<T>> =>
    listRows({
      http,
      upstream,
      path: `/api/v2${path}`,
      list: name,
      schema,
      ...options,
    });

  return {
    health: options =>
      http.request({
        path: '/api/v2/monitor/health',
        schema: health,
        signal: options?.signal,
      }),

    listDags: options =>
      list('/dags', 'dags', dagRow, {
        keys: ['dag_id'],
        query: { order_by: 'dag_id', exclude_stale: false },
        signal: options?.signal,
      }),

    dagDetails: (dagId, options) =>
      http.request({
        path: `/api/v2/dags/${part(dagId)}/details`,
        schema: dagDetails,
        signal: options?.signal,
      }),

    async tasks(dagId, options) {
      const path = `/api/v2/dags/${part(dagId)}/tasks`;
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

    async dagVersions(since, options) {
      const from = since ? Date.parse(since) : undefined;
      const { rows } = await list(
        '/dags/~/dagVersions',
        'dag_versions',
        dagVersionRow,
        {
          keys: ['id'],
          // Ids are made in order of time; created_at may not be ordered by.
          query: { order_by: '-id' },
          limit: since ? undefined : 100,
          moving: true,
          until: items =>
            from !== undefined &&
            items.some(item => {
              const parsed = dagVersionRow.safeParse(item);
              return parsed.success && Date.parse(parsed.data.createdAt) < from;
            }),
          signal: options?.signal,
        },
      );
      return from === undefined
        ? rows
        : rows.filter(row => Date.parse(row.createdAt) >= from);
    },

    listAssets: options =>
      list('/assets', 'assets', assetRow, {
        keys: ['id'],
        query: { order_by: 'id', only_active: true },
        signal: options?.signal,
      }),

    async dagDependencies(options) {
      try {
        const graph = await http.request({
          path: '/ui/dependencies',
          schema: dependencyGraph,
          signal: options?.signal,
        });
        return dependenciesOfGraph(graph);
      } catch (error) {
        const notTold = isUpstreamError(
          error,
          'not-found',
          'forbidden',
          'not-json',
          'unexpected-shape',
        );
        if (notTold) return undefined;
        throw error;
      }
    },

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
          order_by: query.since ? 'id' : '-run_after',
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
            included_events: query.events,
          },
          limit: query.limit,
          moving: true,
          signal: options?.signal,
        }),
      ),

    async taskLogTail(task, options) {
      const run = `/api/v2/dags/${part(task.dagId)}/dagRuns/${part(
        task.runId,
      )}`;
      const lines = await http.request({
        path: `${run}/taskInstances/${part(task.taskId)}/logs/${
          task.tryNumber
        }`,
        query: { full_content: true, map_index: task.mapIndex },
        schema: structuredLog,
        signal: options?.signal,
      });
      return tailOf(lines, options?.lines ?? DEFAULT_LOG_LINES);
    },
  };
}
