import { z } from 'zod';
import { AirflowApi } from '../AirflowApi';
import { AirflowContext } from '../context';
import { createSharedApi, logRequest } from '../createSharedApi';
import { DEFAULT_LOG_LINES, tailOf } from '../taskLog';
import { dagDetails, dagRow, dagRunRow, datasetRow } from './rows';

/**
 * Airflow 2.7 to 2.11. Reads with GET alone: the POST forms of its lists need
 * the right to edit.
 */
export function createV1Api(context: AirflowContext): AirflowApi {
  const { list, reads } = createSharedApi(context, {
    root: '/api/v1',
    healthPath: '/health',
    dagDetails,
    dagRun: dagRunRow,
    newestRunsFirst: '-execution_date',
    // 2.9 and later; a list is one parameter in v1.
    eventNames: names => names?.join(','),
  });

  return {
    ...reads,

    async listDags(options) {
      const { rows, ...listing } = await list('/dags', 'dags', dagRow, {
        keys: ['dag_id'],
        query: { order_by: 'dag_id', only_active: false },
        signal: options?.signal,
      });
      return {
        rows: rows
          .filter(row => !row.isSubdag)
          .map(({ isSubdag, ...row }) => row),
        ...listing,
        skipped: [
          ...listing.skipped,
          ...rows
            .filter(row => row.isSubdag)
            .map(({ dagId }) => ({
              item: dagId,
              id: dagId,
              reason: 'a SubDAG: it is shown as a task of its parent',
            })),
        ],
      };
    },

    dagVersions: async () => undefined,

    listAssets: options =>
      list('/datasets', 'datasets', datasetRow, {
        keys: ['id'],
        query: { order_by: 'id' },
        signal: options?.signal,
      }),

    dagDependencies: async () => undefined,

    async taskLogTail(task, options) {
      const text = await context.http.request({
        ...logRequest('/api/v1', task),
        // As JSON the log is the printed form of a Python list.
        format: 'text',
        schema: z.string(),
        signal: options?.signal,
      });
      return tailOf(text.split('\n'), options?.lines ?? DEFAULT_LOG_LINES);
    },
  };
}
