import { AirflowApi } from '../AirflowApi';
import { AirflowContext } from '../context';
import { createSharedApi, logRequest } from '../createSharedApi';
import { dependenciesOfGraph, dependencyGraph } from '../dependencyGraph';
import { DEFAULT_LOG_LINES, structuredLog, tailOf } from '../taskLog';
import { assetRow, dagDetails, dagRow, dagRunRow, dagVersionRow } from './rows';

/**
 * Airflow 3.
 */
export function createV2Api(context: AirflowContext): AirflowApi {
  const { http } = context;
  const { list, reads } = createSharedApi(context, {
    root: '/api/v2',
    healthPath: '/monitor/health',
    dagDetails,
    dagRun: dagRunRow,
    newestRunsFirst: '-run_after',
    eventNames: names => names,
  });

  return {
    ...reads,

    listDags: options =>
      list('/dags', 'dags', dagRow, {
        keys: ['dag_id'],
        query: { order_by: 'dag_id', exclude_stale: false },
        signal: options?.signal,
      }),

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
      const graph = await http.request({
        path: '/ui/dependencies',
        schema: dependencyGraph,
        signal: options?.signal,
      });
      return dependenciesOfGraph(graph);
    },

    async taskLogTail(task, options) {
      const lines = await http.request({
        ...logRequest('/api/v2', task),
        schema: structuredLog,
        signal: options?.signal,
      });
      return tailOf(lines, options?.lines ?? DEFAULT_LOG_LINES);
    },
  };
}
