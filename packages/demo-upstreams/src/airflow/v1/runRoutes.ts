import { Request, Response, Router } from 'express';
import { reply } from '../../http/reply';
import type { AirflowState } from '../AirflowState';
import { stateOf, updatedAt } from '../plan';
import { Dag, Run } from '../types';
import { rangeTest } from '../v2/list';
import { needsRole } from './auth';
import { withDag, withRun } from './find';
import { commaList, replyList, sortBy } from './list';
import { runRow, taskInstanceRows } from './shapes';
import { trigger } from './trigger';

export function addRunRoutes(api: Router, state: AirflowState): void {
  const listRuns = (request: Request, response: Response, dag?: Dag) => {
    const now = state.now();
    const states = commaList(request, 'state');
    const [updated, start, end, execution] = [
      'updated_at',
      'start_date',
      'end_date',
      'execution_date',
    ].map(name => rangeTest(request, name));
    const runs = state.runs.filter(
      run =>
        (dag === undefined || run.dagId === dag.dagId) &&
        (states.length === 0 || states.includes(stateOf(run, now))) &&
        updated(updatedAt(run, now)) &&
        start(run.startDate) &&
        end(run.endDate) &&
        execution(run.logicalDate ?? run.runAfter),
    );
    replyList(request, response, {
      key: 'dag_runs',
      items: sortBy<Run>(
        request,
        runs,
        {
          id: run => run.sequence,
          start_date: run => run.startDate,
          end_date: run => run.endDate,
          execution_date: run => run.logicalDate ?? run.runAfter,
          updated_at: run => updatedAt(run, now),
        },
        'id',
      ),
      shape: run => runRow(state, run),
    });
  };
  api.get('/dags/~/dagRuns', (request, response) =>
    listRuns(request, response),
  );
  api.get('/dags/:dagId/dagRuns', withDag(state, listRuns));
  api.post('/dags/:dagId/dagRuns', (request, response) => {
    if (!needsRole(response, 'user', 'op', 'admin')) return;
    trigger(state, request, response);
  });
  api.get(
    '/dags/:dagId/dagRuns/:runId',
    withRun(state, (_, response, _dag, run) =>
      reply(response, { body: runRow(state, run) }),
    ),
  );
  api.get('/dags/~/dagRuns/~/taskInstances', (request, response) =>
    replyList(request, response, {
      key: 'task_instances',
      items: state.runs.flatMap(run =>
        taskInstanceRows(state, state.dag(run.dagId), run),
      ),
      shape: row => row,
    }),
  );
  api.get(
    '/dags/:dagId/dagRuns/:runId/taskInstances',
    withRun(state, (request, response, dag, run) =>
      replyList(request, response, {
        key: 'task_instances',
        items: taskInstanceRows(state, dag, run),
        shape: row => row,
      }),
    ),
  );
}
