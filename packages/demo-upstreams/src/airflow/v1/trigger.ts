import { Request, Response } from 'express';
import { reply } from '../../http/reply';
import type { AirflowState } from '../AirflowState';
import { replyBadRequest, replyNoDag, replyProblem } from './problem';
import { runRow } from './shapes';

const known = new Set([
  'dag_run_id',
  'logical_date',
  'execution_date',
  'conf',
  'note',
  'data_interval_start',
  'data_interval_end',
]);

/** Starts a run, with Airflow 2's refusals. */
export function trigger(
  state: AirflowState,
  request: Request,
  response: Response,
): void {
  const { dagId } = request.params;
  const body: Record<string, any> = request.body ?? {};
  const dag = state.dags.get(dagId);
  const extra = Object.keys(body).find(key => !known.has(key));
  if (extra) {
    replyBadRequest(response, `{'${extra}': ['Unknown field.']}`);
    return;
  }
  if (!dag || dag.isStale) {
    replyNoDag(response, `DAG with dag_id: '${dagId}' not found`);
    return;
  }
  const isTaken = state.runs.some(
    run => run.dagId === dagId && run.runId === body.dag_run_id,
  );
  if (isTaken) {
    replyProblem(response, {
      status: 409,
      title: 'Conflict',
      detail: `DAGRun with DAG ID: '${dagId}' and DAGRun ID: '${body.dag_run_id}' already exists`,
      section: 'AlreadyExists',
    });
    return;
  }
  const run = state.appendRun(dagId, {
    runId: body.dag_run_id,
    runType: 'manual',
    triggeredBy: 'rest_api',
    user: response.locals.user.username,
    conf: body.conf,
    note: body.note,
  });
  reply(response, { body: runRow(state, run) });
}
