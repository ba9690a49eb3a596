import { Router } from 'express';
import { reply } from '../../http/reply';
import type { AirflowState } from '../AirflowState';
import { stateOf } from '../plan';
import { zuluTime } from '../times';
import { needsRole } from './auth';
import { filterAssets, filterEvents } from './filters';
import { all, replyList, sortList } from './list';
import { assetRow, eventRow } from './otherShapes';
import { since31 } from './since';

const runStates = ['queued', 'running', 'success', 'failed'] as const;

/** Assets, import errors, tags, figures, pools, the log of actions. */
export function otherRoutes(state: AirflowState): Router {
  const routes = Router();
  const { version } = state;
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
