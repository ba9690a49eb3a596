import { Router } from 'express';
import { reply } from '../../http/reply';
import type { AirflowState } from '../AirflowState';
import { taskLog } from '../taskLog';
import { withRun } from './find';
import { replyProblem } from './problem';

export function addLogRoutes(api: Router, state: AirflowState): void {
  api.get(
    '/dags/:dagId/dagRuns/:runId/taskInstances/:taskId/logs/:attempt',
    withRun(state, (request, response, dag, run) => {
      const lines = taskLog(dag, run, request.params.taskId, state.now());
      if (!lines) {
        replyProblem(response, {
          status: 404,
          title: 'TaskInstance not found',
          detail: null,
          section: 'NotFound',
        });
        return;
      }
      const text = lines
        .map(line => {
          const exception = line.exception
            ? `\n${line.exception.type}: ${line.exception.message}`
            : '';
          return ` INFO - ${line.event}${exception}`;
        })
        .join('\n');
      if (/text\/plain/.test(request.get('accept') ?? '')) {
        reply(response, {
          body: `demo-batch-worker\n${text}\n`,
          contentType: 'text/plain',
        });
        return;
      }
      // The repr of a list of tuples, as Airflow 2 really sends it.
      const escaped = text
        .replace(/\\/g, '\\\\')
        .replace(/'/g, "\\'")
        .replace(/\n/g, '\\n');
      reply(response, {
        body: {
          content: `[('demo-batch-worker', '${escaped}')]`,
          continuation_token: 'redacted.jwt',
        },
      });
    }),
  );
}
