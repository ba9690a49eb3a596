import { Request, Response, Router } from 'express';
import { reply } from '../../http/reply';
import type { AirflowState } from '../AirflowState';
import { AssetUse, assetsOf } from '../assets';
import { stateOf } from '../plan';
import { zuluTime } from '../times';
import { Dag, EventLog } from '../types';
import { needsRole } from './auth';
import { dagDetails, dagRow, taskRow, versionRow } from './dagShapes';
import { dependencies } from './dependencies';
import {
  all,
  one,
  patternTest,
  rangeTest,
  replyList,
  sortList,
  SortKeys,
} from './list';
import { since31 } from './since';

const dagKeys: SortKeys<Dag> = {
  dag_id: dag => dag.dagId,
  dag_display_name: dag => dag.displayName ?? dag.dagId,
  start_date: dag => dag.since,
};

const runStates = ['queued', 'running', 'success', 'failed'] as const;

/** DAGs and all that is listed about them, but no runs. */
export function readRoutes(state: AirflowState): Router {
  const routes = Router();
  const { version } = state;

  routes.get('/version', (_, response) =>
    reply(response, {
      body: { version, git_version: `.release:demo-${version}` },
    }),
  );
  routes.get('/monitor/health', (_, response) =>
    reply(response, { body: health(state) }),
  );
  routes.get('/dags', (request, response) => {
    const items = sortList(
      request,
      response,
      filterDags(state, request),
      dagKeys,
      'dag_id',
    );
    if (!items) return;
    replyList(request, response, {
      version,
      key: 'dags',
      items,
      shape: dag => dagRow(state, dag),
    });
  });
  routes.get(['/dags/~/dagVersions', '/dags/:dagId/dagVersions'], (request, response) => {
    const { dagId } = request.params;
    const items = sortList(
      request,
      response,
      [...state.dags.values()]
        .filter(dag => dagId === undefined || dag.dagId === dagId)
        .flatMap(dag => dag.versions.map(made => ({ dag, made }))),
      {
        id: ({ made }) => made.id,
        version_number: ({ made }) => made.number,
        bundle_name: () => 'dags-folder',
        dag_id: ({ dag }) => dag.dagId,
      },
      'id',
    );
    if (!items) return;
    replyList(request, response, {
      version,
      key: 'dag_versions',
      items,
      shape: ({ dag, made }) => versionRow(state, dag, made),
    });
  });
  routes.get(
    '/dags/:dagId',
    withDag(state, (_, response, dag) =>
      reply(response, { body: dagRow(state, dag) }),
    ),
  );
  routes.get(
    '/dags/:dagId/details',
    withDag(state, (_, response, dag) => {
      // Ids of assets are given when they are first listed.
      assetsOf(state);
      reply(response, { body: dagDetails(state, dag) });
    }),
  );
  routes.get(
    '/dags/:dagId/tasks',
    withDag(state, (_, response, dag) =>
      reply(response, {
        body: {
          tasks: [...dag.tasks]
            .sort((a, b) => (a.taskId < b.taskId ? -1 : 1))
            .map(task => taskRow(state, dag, task)),
          total_entries: dag.tasks.length,
        },
      }),
    ),
  );
  routes.get('/assets', (request, response) =>
    replyList(request, response, {
      version,
      key: 'assets',
      items: filterAssets(state, request),
      shape: asset => assetRow(state, asset),
    }),
  );
  routes.get('/assets/events', (request, response) =>
    replyList(request, response, {
      version,
      key: 'asset_events',
      items: [],
      shape: item => item,
    }),
  );
  routes.get('/importErrors', (request, response) =>
    replyList(request, response, {
      version,
      key: 'import_errors',
      items: state.importErrors,
      shape: error => ({
        import_error_id: error.id,
        timestamp: zuluTime(error.timestamp),
        // Relative in 3.3, absolute in 3.0.
        filename:
          version === '3.0.6' ? `/opt/airflow/dags/${error.file}` : error.file,
        bundle_name: 'dags-folder',
        stack_trace: error.stackTrace,
      }),
    }),
  );
  routes.get('/dagWarnings', (request, response) =>
    replyList(request, response, {
      version,
      key: 'dag_warnings',
      items: [],
      shape: item => item,
    }),
  );
  routes.get('/dagTags', (request, response) =>
    replyList(request, response, {
      version,
      key: 'tags',
      items: [
        ...new Set([...state.dags.values()].flatMap(dag => dag.tags)),
      ].sort(),
      shape: tag => tag,
    }),
  );
  routes.get('/dagStats', (request, response) => {
    const wanted = all(request, 'dag_ids');
    const dags = [...state.dags.values()].filter(
      ({ dagId }) => wanted.length === 0 || wanted.includes(dagId),
    );
    reply(response, {
      body: {
        dags: dags.map(dag => ({
          dag_id: dag.dagId,
          ...since31(version, {
            dag_display_name: dag.displayName ?? dag.dagId,
          }),
          stats: runStates.map(name => ({
            state: name,
            count: state.runs.filter(
              run =>
                run.dagId === dag.dagId && stateOf(run, state.now()) === name,
            ).length,
          })),
        })),
        total_entries: dags.length,
      },
    });
  });
  routes.get('/pools', (request, response) =>
    replyList(request, response, {
      version,
      key: 'pools',
      items: ['default_pool'],
      shape: name => ({
        name,
        slots: 128,
        description: 'Default pool',
        include_deferred: false,
        occupied_slots: 0,
        running_slots: 0,
        queued_slots: 0,
        scheduled_slots: 0,
        open_slots: 128,
        deferred_slots: 0,
        ...since31(version, { team_name: null }),
      }),
    }),
  );
  routes.get('/eventLogs', (request, response) => {
    const items = sortList(
      request,
      response,
      filterEvents(state, request),
      {
        event_log_id: ({ id }) => id,
        id: ({ id }) => id,
        when: ({ when }) => when,
        dag_id: ({ dagId }) => dagId ?? '',
        event: ({ event }) => event,
        owner: ({ owner }) => owner,
      },
      'event_log_id',
    );
    if (!items) return;
    replyList(request, response, {
      version,
      key: 'event_logs',
      items,
      shape: row => eventRow(state, row),
    });
  });
  for (const path of ['/connections', '/variables']) {
    routes.get(path, (request, response) => {
      if (!needsRole(response, 'op', 'admin')) return;
      replyList(request, response, {
        version,
        key: path.slice(1),
        items: [],
        shape: item => item,
      });
    });
  }
  return routes;
}

export function uiRoutes(state: AirflowState): Router {
  const routes = Router();
  routes.get('/dependencies', (_, response) =>
    reply(response, { body: dependencies(state) }),
  );
  return routes;
}

/** Answers 404 for a DAG that is not there. */
export function withDag(
  state: AirflowState,
  handle: (request: Request, response: Response, dag: Dag) => void,
) {
  return (request: Request, response: Response) => {
    const { dagId } = request.params;
    const dag = state.dags.get(dagId);
    if (!dag) {
      reply(response, {
        status: 404,
        body: {
          detail:
            state.version === '3.0.6'
              ? `Dag with id ${dagId} was not found`
              : `The Dag with ID: \`${dagId}\` was not found`,
        },
      });
      return;
    }
    handle(request, response, dag);
  };
}

function filterDags(state: AirflowState, request: Request): Dag[] {
  const tags = all(request, 'tags');
  const owners = all(request, 'owners');
  const paused = one(request, 'paused');
  const broken = one(request, 'has_import_errors');
  const needsAll = one(request, 'tags_match_mode') === 'all';
  const hidesStale = one(request, 'exclude_stale') !== 'false';
  const fitsId = patternTest(one(request, 'dag_id_pattern'));
  const fitsName = patternTest(one(request, 'dag_display_name_pattern'));
  return [...state.dags.values()].filter(dag => {
    const found = tags.filter(tag => dag.tags.includes(tag));
    return (
      !(hidesStale && dag.isStale) &&
      (tags.length === 0 ||
        (needsAll ? found.length === tags.length : found.length > 0)) &&
      (owners.length === 0 ||
        owners.some(owner => dag.owners.some(each => each.includes(owner)))) &&
      (paused === undefined || String(dag.isPaused ?? false) === paused) &&
      // 3.0 does not know this filter, and ignores it.
      (broken === undefined ||
        state.version === '3.0.6' ||
        String(dag.hasImportErrors ?? false) === broken) &&
      fitsId(dag.dagId) &&
      fitsName(dag.displayName ?? dag.dagId)
    );
  });
}

function filterAssets(state: AirflowState, request: Request): AssetUse[] {
  const fitsUri = patternTest(one(request, 'uri_pattern'));
  const fitsName = patternTest(one(request, 'name_pattern'));
  return assetsOf(state).filter(({ uri }) => fitsUri(uri) && fitsName(uri));
}

function filterEvents(state: AirflowState, request: Request): EventLog[] {
  const after = one(request, 'after');
  const before = one(request, 'before');
  const included = all(request, 'included_events');
  const excluded = all(request, 'excluded_events');
  const exact = (
    [
      ['dag_id', row => row.dagId],
      ['task_id', row => row.taskId],
      ['run_id', row => row.runId],
      ['owner', row => row.owner],
      ['event', row => row.event],
    ] as [string, (row: EventLog) => string | undefined][]
  ).flatMap(([name, value]) => {
    const wanted = one(request, name);
    return wanted === undefined ? [] : [{ wanted, value }];
  });
  const fitsWhen = rangeTest(request, 'when');
  return state.events.rows.filter(
    row =>
      (!after || row.when >= Date.parse(after)) &&
      (!before || row.when <= Date.parse(before)) &&
      (included.length === 0 || included.includes(row.event)) &&
      !excluded.includes(row.event) &&
      exact.every(({ wanted, value }) => value(row) === wanted) &&
      fitsWhen(row.when),
  );
}

function eventRow(state: AirflowState, row: EventLog) {
  const dag = row.dagId ? state.dags.get(row.dagId) : undefined;
  return {
    event_log_id: row.id,
    when: zuluTime(row.when),
    dag_id: row.dagId ?? null,
    task_id: row.taskId ?? null,
    run_id: row.runId ?? null,
    map_index: row.taskId ? -1 : null,
    try_number: row.taskId ? 1 : null,
    event: row.event,
    logical_date:
      row.logicalDate === undefined ? null : zuluTime(row.logicalDate),
    owner: row.owner,
    extra: row.extra ?? null,
    ...since31(state.version, {
      dag_display_name: dag ? dag.displayName ?? dag.dagId : null,
      task_display_name: row.taskId ?? null,
    }),
  };
}

function assetRow(state: AirflowState, asset: AssetUse) {
  const at = zuluTime(state.dags.values().next().value?.since ?? 0);
  const times = { created_at: at, updated_at: at };
  const task = ({ dagId, taskId }: { dagId: string; taskId: string }) => ({
    dag_id: dagId,
    task_id: taskId,
    ...times,
  });
  const scheduled = asset.scheduled.map(dagId => ({ dag_id: dagId, ...times }));
  return {
    id: asset.id,
    name: asset.uri,
    uri: asset.uri,
    group: 'asset',
    extra: {},
    ...times,
    ...(state.version === '3.0.6'
      ? { consuming_dags: scheduled }
      : { scheduled_dags: scheduled }),
    producing_tasks: asset.producers.map(task),
    ...since31(state.version, { consuming_tasks: asset.consumers.map(task) }),
    aliases: [],
    ...since31(state.version, {
      watchers: [],
      last_asset_event: { id: null, timestamp: null },
    }),
  };
}

function health(state: AirflowState) {
  const beat = new Date(state.now() - 2_000)
    .toISOString()
    .replace('Z', '000+00:00');
  return {
    metadatabase: { status: 'healthy' },
    scheduler: { status: 'healthy', latest_scheduler_heartbeat: beat },
    triggerer: { status: 'healthy', latest_triggerer_heartbeat: beat },
    dag_processor: { status: 'healthy', latest_dag_processor_heartbeat: beat },
  };
}
