import { Router } from 'express';
import { reply } from '../../http/reply';
import type { AirflowState } from '../AirflowState';
import { needsRole } from './auth';
import { dagRow } from './dagShapes';
import { withDag } from './readRoutes';
import { runRow } from './runShapes';

const known = new Set([
  'dag_run_id',
  'logical_date',
  'data_interval_start',
  'data_interval_end',
  'run_after',
  'conf',
  'note',
  'partition_key',
]);

/** Pausing and triggering, with Airflow's refusals. */
export function writeRoutes(state: AirflowState): Router {
  const routes = Router();

  routes.patch('/dags/:dagId', (request, response) => {
    if (!needsRole(response, 'user', 'op', 'admin')) return;
    withDag(state, (_, answer, dag) => {
      state.pauseDag(dag.dagId, Boolean(request.body?.is_paused));
      state.events.add({
        when: state.now(),
        event: 'patch_dag',
        owner: response.locals.user.username,
        dagId: dag.dagId,
        extra: JSON.stringify({ ...request.body, method: 'PATCH' }),
      });
      reply(answer, { body: dagRow(state, dag) });
    })(request, response);
  });

  routes.post('/dags/:dagId/dagRuns', (request, response) => {
    if (!needsRole(response, 'user', 'op', 'admin')) return;
    const body: Record<string, any> = request.body ?? {};
    const problem = bodyProblem(body);
    if (problem) {
      reply(response, { status: 422, body: { detail: [problem] } });
      return;
    }
    const { dagId } = request.params;
    const dag = state.dags.get(dagId);
    if (!dag || dag.isStale) {
      reply(response, {
        status: 404,
        body: { detail: `Dag with dag_id: '${dagId}' not found` },
      });
      return;
    }
    const isTaken = state.runs.some(
      run => run.dagId === dagId && run.runId === body.dag_run_id,
    );
    if (isTaken) {
      reply(response, {
        status: 409,
        body: {
          detail: {
            reason: 'Unique constraint violation',
            statement: 'hidden',
            orig_error: 'hidden',
            message:
              'Serious error when handling your request. Check logs for more details - you will find it in api server when you look for ID demo',
          },
        },
      });
      return;
    }
    const run = state.appendRun(dagId, {
      runId: body.dag_run_id,
      runType: 'manual',
      triggeredBy: 'rest_api',
      user: response.locals.user.username,
      logicalDate: body.logical_date
        ? Date.parse(body.logical_date)
        : undefined,
      conf: body.conf,
      note: body.note,
    });
    reply(response, { body: runRow(state, dag, run) });
  });
  return routes;
}

function bodyProblem(body: Record<string, unknown>): unknown {
  if (!('logical_date' in body)) {
    return {
      type: 'missing',
      loc: ['body', 'logical_date'],
      msg: 'Field required',
      input: body,
    };
  }
  const extra = Object.keys(body).find(key => !known.has(key));
  return (
    extra && {
      type: 'extra_forbidden',
      loc: ['body', extra],
      msg: 'Extra inputs are not permitted',
      input: body[extra],
    }
  );
}
