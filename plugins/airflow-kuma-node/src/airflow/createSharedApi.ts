import { ZodType, z } from 'zod';
import { parseRows } from '../http/parseRows';
import { pathPart } from '../http/pathPart';
import { Listing, UpstreamRequest } from '../http/types';
import { AirflowApi } from './AirflowApi';
import { AirflowContext } from './context';
import { health } from './health';
import { listEventLogs } from './listEventLogs';
import { listRows } from './listRows';
import { eventLogRow, importErrorRow, taskInstanceRow, taskRow } from './rows';
import { RawDagDetails, RawDagRun } from './types';

/** Where the two generations of the API say the same in other words. */
export type Generation = {
  root: '/api/v1' | '/api/v2';
  healthPath: string;
  dagDetails: ZodType<RawDagDetails>;
  dagRun: ZodType<RawDagRun>;
  newestRunsFirst: string;
  /** How several names of events are asked for. */
  eventNames: (names: string[] | undefined) => string | string[] | undefined;
};

export type ListOptions<T> = {
  keys: string[];
  query?: UpstreamRequest<T>['query'];
  limit?: number;
  moving?: boolean;
  until?: (items: unknown[]) => boolean;
  signal?: AbortSignal;
};

type SharedReads = Pick<
  AirflowApi,
  | 'health'
  | 'dagDetails'
  | 'tasks'
  | 'listImportErrors'
  | 'listDagRuns'
  | 'listTaskInstances'
  | 'listEventLogs'
>;

/** What is read of Airflow 2 and 3 alike, and how lists are read in both. */
export function createSharedApi(
  context: AirflowContext,
  generation: Generation,
) {
  const { http, upstream } = context;
  const { root } = generation;

  const list = <T>(
    path: string,
    name: string,
    schema: ZodType<T>,
    options: ListOptions<T>,
  ): Promise<Listing<T>> =>
    listRows({
      http,
      upstream,
      path: `${root}${path}`,
      list: name,
      schema,
      ...options,
    });

  const reads: SharedReads = {
    health: options =>
      http.request({
        path: `${root}${generation.healthPath}`,
        schema: health,
        signal: options?.signal,
      }),

    dagDetails: (dagId, options) =>
      http.request({
        path: `${root}/dags/${pathPart(dagId)}/details`,
        schema: generation.dagDetails,
        signal: options?.signal,
      }),

    async tasks(dagId, options) {
      const path = `${root}/dags/${pathPart(dagId)}/tasks`;
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

    listImportErrors: options =>
      list('/importErrors', 'import_errors', importErrorRow, {
        keys: ['import_error_id'],
        query: { order_by: 'import_error_id' },
        signal: options?.signal,
      }),

    listDagRuns: (query, options) =>
      list(
        `/dags/${pathPart(query.dagId ?? '~')}/dagRuns`,
        'dag_runs',
        generation.dagRun,
        {
          keys: ['dag_id', 'dag_run_id'],
          query: {
            updated_at_gte: query.since,
            // By id, what changes while we read can repeat but not be missed.
            order_by: query.since ? 'id' : generation.newestRunsFirst,
          },
          limit: query.limit,
          moving: true,
          signal: options?.signal,
        },
      ),

    listTaskInstances: (run, options) =>
      list(
        `/dags/${pathPart(run.dagId)}/dagRuns/${pathPart(
          run.runId,
        )}/taskInstances`,
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
            included_events: generation.eventNames(query.events),
          },
          limit: query.limit,
          moving: true,
          signal: options?.signal,
        }),
      ),
  };
  return { list, reads };
}

/** Where the log of one try of a task is, and what is asked of it. */
export function logRequest(
  root: Generation['root'],
  task: Parameters<AirflowApi['taskLogTail']>[0],
) {
  const run = `${root}/dags/${pathPart(task.dagId)}/dagRuns/${pathPart(
    task.runId,
  )}`;
  return {
    path: `${run}/taskInstances/${pathPart(task.taskId)}/logs/${
      task.tryNumber
    }`,
    query: { full_content: true, map_index: task.mapIndex },
  };
}
