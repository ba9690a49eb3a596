import { Request, Response } from 'express';
import type { AirflowState } from '../AirflowState';
import { Dag, Run } from '../types';
import { replyNoDag, replyProblem } from './problem';

/** Answers 404 for a DAG that is not there. */
export function withDag(
  state: AirflowState,
  handle: (request: Request, response: Response, dag: Dag) => void,
) {
  return (request: Request, response: Response) => {
    const dag = state.dags.get(request.params.dagId);
    if (!dag) {
      replyNoDag(
        response,
        `The DAG with dag_id: ${request.params.dagId} was not found`,
      );
      return;
    }
    handle(request, response, dag);
  };
}

/** Answers 404 for a run that is not there. */
export function withRun(
  state: AirflowState,
  handle: (request: Request, response: Response, dag: Dag, run: Run) => void,
) {
  return withDag(state, (request, response, dag) => {
    const { runId } = request.params;
    const run = state.runs.find(
      each => each.dagId === dag.dagId && each.runId === runId,
    );
    if (!run) {
      replyProblem(response, {
        status: 404,
        title: 'DAGRun not found',
        detail: `DAGRun with DAG ID: '${dag.dagId}' and DagRun ID: '${runId}' not found`,
        section: 'NotFound',
      });
      return;
    }
    handle(request, response, dag, run);
  });
}
