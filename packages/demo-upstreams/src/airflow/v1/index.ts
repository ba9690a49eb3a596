import { Request, Response, Router } from 'express';
import { guiPage } from '../../http/landing';
import { reply } from '../../http/reply';
import type { AirflowState } from '../AirflowState';
import { assetsOf } from '../assets';
import { stateOf, updatedAt } from '../plan';
import { taskLog } from '../taskLog';
import { offsetTime } from '../times';
import { AirflowUser, Dag, Run } from '../types';
import { one, patternTest, rangeTest } from '../v2/list';
import { basicAuth, needsRole } from './auth';
import { commaList, replyList, sortBy } from './list';
import {
  replyBadRequest,
  replyNoDag,
  replyNoPage,
  replyProblem,
} from './problem';
import {
  dagDetails,
  dagRow,
  datasetRow,
  eventRow,
  runRow,
  taskInstanceRows,
  taskRow,
} from './shapes';

/** Airflow 2's API v1, and pages for people. */
export function v1Routes(state: AirflowState, users: AirflowUser[]): Router {
  const routes = Router();
  const api = Router();
  const health = (_: Request, response: Response) =>
    reply(response, {
      body: {
        dag_processor: { latest_dag_processor_heartbeat: null, status: null },
        metadatabase: { status: 'healthy' },
        scheduler: {
          latest_scheduler_heartbeat: offsetTime(state.now() - 2_500),
          status: 'healthy',
        },
        triggerer: { latest_triggerer_heartbeat: null, status: null },
      },
    });
  routes.get('/health', health);
  routes.use('/api/v1', api);
  routes.use(['/api', '/auth', '/ui'], (_, response) => replyNoPage(response));
  routes.get('*', (request, response) => guiPage(request, response, 'Airflow'));

  api.use(basicAuth(users));
  api.get('/health', health);
  api.get('/version', (_, response) =>
    reply(response, { body: { git_version: '', version: state.version } }),
  );
  addDagRoutes(api, state);
  addRunRoutes(api, state);
  addOtherRoutes(api, state);
  api.use((_, response) =>
    replyProblem(response, {
      status: 404,
      title: 'Not Found',
      detail:
        'The requested URL was not found on the server. If you entered the URL manually please check your spelling and try again.',
    }),
  );
  return routes;
}

function addDagRoutes(api: Router, state: AirflowState): void {
  api.get('/dags', (request, response) => {
    const tags = commaList(request, 'tags');
    const paused = one(request, 'paused');
    const onlyActive = one(request, 'only_active') !== 'false';
    const fitsId = patternTest(one(request, 'dag_id_pattern'));
    const dags = [...state.dags.values()].filter(
      dag =>
        !(onlyActive && dag.isStale) &&
        (paused === undefined || String(dag.isPaused ?? false) === paused) &&
        (tags.length === 0 || tags.some(tag => dag.tags.includes(tag))) &&
        fitsId(dag.dagId),
    );
    replyList(request, response, {
      key: 'dags',
      items: sortBy(request, dags, { dag_id: dag => dag.dagId }, 'dag_id'),
      shape: dag => dagRow(state, dag),
    });
  });
  api.get(
    '/dags/:dagId',
    withDag(state, (_, response, dag) =>
      reply(response, { body: dagRow(state, dag) }),
    ),
  );
  api.patch('/dags/:dagId', (request, response) => {
    if (!needsRole(response, 'user', 'op', 'admin')) return;
    withDag(state, (_, answer, dag) => {
      state.pauseDag(dag.dagId, Boolean(request.body?.is_paused));
      reply(answer, { body: dagRow(state, dag) });
    })(request, response);
  });
  api.get(
    '/dags/:dagId/details',
    withDag(state, (_, response, dag) =>
      reply(response, { body: dagDetails(state, dag) }),
    ),
  );
  api.get(
    '/dags/:dagId/tasks',
    withDag(state, (_, response, dag) =>
      reply(response, {
        body: {
          tasks: [...dag.tasks]
            .sort((a, b) => (a.taskId < b.taskId ? -1 : 1))
            .map(task => taskRow(dag, task)),
          total_entries: dag.tasks.length,
        },
      }),
    ),
  );
}

function addRunRoutes(api: Router, state: AirflowState): void {
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

function addOtherRoutes(api: Router, state: AirflowState): void {
  api.get('/datasets', (request, response) => {
    const at = state.dags.values().next().value?.since ?? 0;
    replyList(request, response, {
      key: 'datasets',
      items: assetsOf(state),
      shape: asset => datasetRow(asset, at),
    });
  });
  api.get('/datasets/events', (request, response) =>
    replyList(request, response, {
      key: 'dataset_events',
      items: [],
      shape: item => item,
    }),
  );
  api.get('/importErrors', (request, response) =>
    replyList(request, response, {
      key: 'import_errors',
      items: state.importErrors,
      shape: error => ({
        filename: `/opt/airflow/dags/${error.file}`,
        import_error_id: error.id,
        stack_trace: error.stackTrace,
        timestamp: offsetTime(error.timestamp),
      }),
    }),
  );
  api.get('/dagWarnings', (request, response) =>
    replyList(request, response, {
      key: 'dag_warnings',
      items: [],
      shape: item => item,
    }),
  );
  api.get('/pools', (request, response) =>
    replyList(request, response, {
      key: 'pools',
      items: ['default_pool'],
      shape: name => ({
        deferred_slots: 0,
        description: 'Default pool',
        include_deferred: false,
        name,
        occupied_slots: 0,
        open_slots: 128,
        queued_slots: 0,
        running_slots: 0,
        scheduled_slots: 0,
        slots: 128,
      }),
    }),
  );
  api.get('/eventLogs', (request, response) => {
    if (!needsRole(response, 'admin')) return;
    const after = one(request, 'after');
    const included = commaList(request, 'included_events');
    const event = one(request, 'event');
    const dagId = one(request, 'dag_id');
    const rows = state.events.rows.filter(
      row =>
        (!after || row.when >= Date.parse(after)) &&
        (included.length === 0 || included.includes(row.event)) &&
        (event === undefined || row.event === event) &&
        (dagId === undefined || row.dagId === dagId),
    );
    replyList(request, response, {
      key: 'event_logs',
      items: sortBy(
        request,
        rows,
        { event_log_id: row => row.id, when: row => row.when },
        'event_log_id',
      ),
      shape: eventRow,
    });
  });
  api.get('/connections', (request, response) => {
    if (!needsRole(response, 'op', 'admin')) return;
    replyList(request, response, {
      key: 'connections',
      items: [],
      shape: item => item,
    });
  });
}

const known = new Set(['dag_run_id', 'logical_date', 'execution_date', 'conf', 'note', 'data_interval_start', 'data_interval_end']);

function trigger(
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

function withDag(
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

function withRun(
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
