import { Request, Response, Router } from 'express';
import { reply, visible } from '../../http/reply';
import type { AirflowState } from '../AirflowState';
import { stateOf, updatedAt } from '../plan';
import { LogLine, taskLog } from '../taskLog';
import { zuluTime } from '../times';
import { AirflowVersion, Dag, Run } from '../types';
import {
  all,
  one,
  patternTest,
  rangeTest,
  readPaging,
  replyList,
  SortKeys,
  sortList,
} from './list';
import { withDag } from './readRoutes';
import { runRow, taskInstanceRows } from './runShapes';

const noCursors = {
  total_entries_limit: null,
  next_cursor: null,
  previous_cursor: null,
};

/** Runs, task instances and logs. `~` stands for all DAGs, or all runs. */
export function runRoutes(state: AirflowState): Router {
  const routes = Router();
  const { version } = state;
  const extra = version === '3.0.6' ? {} : noCursors;

  const listRuns = (request: Request, response: Response, dag?: Dag) => {
    const now = state.now();
    const keys: SortKeys<Run> = {
      id: run => run.sequence,
      dag_id: run => run.dagId,
      run_id: run => run.runId,
      state: run => stateOf(run, now),
      run_after: run => run.runAfter,
      logical_date: run => run.logicalDate ?? 0,
      start_date: run => run.startDate,
      end_date: run => run.endDate,
      updated_at: run => updatedAt(run, now),
    };
    const items = sortList(
      request,
      response,
      filterRuns(state, request, dag),
      keys,
      'id',
    );
    if (!items) return;
    const shape = (run: Run) => runRow(state, state.dag(run.dagId), run);
    const cursor = one(request, 'cursor');
    if (cursor !== undefined && version !== '3.0.6') {
      replyByCursor(request, response, { state, items, cursor, shape });
      return;
    }
    replyList(request, response, {
      version,
      key: 'dag_runs',
      items,
      shape,
      extra,
    });
  };

  routes.get('/dags/~/dagRuns', (request, response) =>
    listRuns(request, response),
  );
  routes.get('/dags/:dagId/dagRuns', withDag(state, listRuns));
  routes.get(
    '/dags/:dagId/dagRuns/:runId',
    withRun(state, (_, response, dag, run) =>
      reply(response, { body: runRow(state, dag, run) }),
    ),
  );
  routes.get('/dags/~/dagRuns/~/hitlDetails', (request, response) =>
    replyList(request, response, {
      version,
      key: 'hitl_details',
      items: [],
      shape: item => item,
    }),
  );
  routes.get('/dags/~/dagRuns/~/taskInstances', (request, response) => {
    const rows = state.runs.flatMap(run =>
      taskInstanceRows(state, state.dag(run.dagId), run),
    );
    replyTaskInstances(version, request, response, rows);
  });
  routes.get(
    '/dags/:dagId/dagRuns/:runId/taskInstances',
    withRun(state, (request, response, dag, run) =>
      replyTaskInstances(
        version,
        request,
        response,
        taskInstanceRows(state, dag, run),
      ),
    ),
  );
  routes.get(
    '/dags/:dagId/dagRuns/:runId/taskInstances/:taskId/logs/:attempt',
    withRun(state, (request, response, dag, run) => {
      const lines = taskLog(dag, run, request.params.taskId, state.now());
      if (!lines) {
        reply(response, {
          status: 404,
          body: { detail: 'TaskInstance not found' },
        });
        return;
      }
      const content = lines.map(line => logLine(dag, line));
      if (request.get('accept') === 'application/x-ndjson') {
        reply(response, {
          body: content.map(line => `${JSON.stringify(line)}\n`).join(''),
          contentType: 'application/x-ndjson',
        });
        return;
      }
      reply(response, { body: { content, continuation_token: null } });
    }),
  );

  return routes;
}

function replyTaskInstances(
  version: AirflowVersion,
  request: Request,
  response: Response,
  rows: ReturnType<typeof taskInstanceRows>,
): void {
  const states = all(request, 'state');
  const items = sortList(
    request,
    response,
    rows.filter(
      row => states.length === 0 || states.includes(row.state ?? 'none'),
    ),
    {
      id: row => row.id,
      task_id: row => row.task_id,
      start_date: row => row.start_date ?? '',
      end_date: row => row.end_date ?? '',
      state: row => row.state ?? '',
    },
    'id',
  );
  if (!items) return;
  replyList(request, response, {
    version,
    key: 'task_instances',
    items,
    shape: row => row,
    extra: version === '3.0.6' ? {} : noCursors,
  });
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
      reply(response, {
        status: 404,
        body: {
          detail: `The DagRun with dag_id: \`${dag.dagId}\` and run_id: \`${runId}\` was not found`,
        },
      });
      return;
    }
    handle(request, response, dag, run);
  });
}

function filterRuns(state: AirflowState, request: Request, dag?: Dag): Run[] {
  const now = state.now();
  const states = all(request, 'state');
  const types = all(request, 'run_type');
  const fitsUser = patternTest(
    state.version === '3.0.6'
      ? undefined
      : one(request, 'triggering_user_name_pattern'),
  );
  const fitsRunId = patternTest(one(request, 'run_id_pattern'));
  const fitsDagId = patternTest(one(request, 'dag_id_pattern'));
  const [updated, runAfter, start, end, logical] = [
    'updated_at',
    'run_after',
    'start_date',
    'end_date',
    'logical_date',
  ].map(name => rangeTest(request, name));
  return state.runs.filter(
    run =>
      (dag === undefined || run.dagId === dag.dagId) &&
      (states.length === 0 || states.includes(stateOf(run, now))) &&
      (types.length === 0 || types.includes(run.runType)) &&
      fitsUser(run.user ?? '') &&
      fitsRunId(run.runId) &&
      fitsDagId(run.dagId) &&
      updated(updatedAt(run, now)) &&
      runAfter(run.runAfter) &&
      start(run.startDate) &&
      end(run.endDate) &&
      logical(run.logicalDate),
  );
}

/** Keyset paging of 3.3: a page starts after a row, wherever that row is by now. */
function replyByCursor(
  request: Request,
  response: Response,
  given: {
    state: AirflowState;
    items: Run[];
    cursor: string;
    shape: (run: Run) => unknown;
  },
): void {
  const paging = readPaging(request, response, given.state.version);
  if (!paging) return;
  const items = visible(response, given.items);
  const after = given.cursor.replace(/^ktf_/, '');
  const start =
    after === '' ? 0 : items.findIndex(run => token(run) === after) + 1;
  const page = items.slice(start, start + paging.limit);
  const hasMore = start + page.length < items.length;
  const last = page[page.length - 1];
  reply(response, {
    body: {
      dag_runs: page.map(given.shape),
      total_entries: items.length,
      total_entries_limit: 50_000,
      next_cursor: hasMore && last ? `ktf_${token(last)}` : null,
      previous_cursor: start > 0 && page[0] ? `~ktf_${token(page[0])}` : null,
    },
  });
}

function token(run: Run): string {
  return Buffer.from(String(run.sequence)).toString('base64url');
}

function logLine(dag: Dag, line: LogLine): Record<string, unknown> {
  if (line.at === undefined) return { event: line.event };
  return {
    timestamp: zuluTime(line.at),
    event: line.event,
    level: line.level,
    dag_id: dag.dagId,
    logger: 'task',
    filename: 'task_runner.py',
    lineno: 1676,
    ...(line.exception && {
      error_detail: [
        {
          exc_type: line.exception.type,
          exc_value: line.exception.message,
          exc_notes: [],
          syntax_error: null,
          is_cause: false,
          frames: [
            {
              filename: `/opt/airflow/dags/${dag.file}`,
              lineno: 13,
              name: 'call',
            },
          ],
          is_group: false,
          exceptions: [],
        },
      ],
    }),
  };
}
