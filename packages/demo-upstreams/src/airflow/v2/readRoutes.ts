import { Request, Response, Router } from 'express';
import { reply } from '../../http/reply';
import type { AirflowState } from '../AirflowState';
import { assetsOf } from '../assets';
import { Dag } from '../types';
import { dagDetails, dagRow, taskRow, versionRow } from './dagShapes';
import { dependencies } from './dependencies';
import { filterDags } from './filters';
import { replyList, sortList, SortKeys } from './list';
import { health } from './otherShapes';

const dagKeys: SortKeys<Dag> = {
  dag_id: dag => dag.dagId,
  dag_display_name: dag => dag.displayName ?? dag.dagId,
  start_date: dag => dag.since,
};

/** The instance itself, its DAGs and their versions and tasks. */
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
  routes.get(
    ['/dags/~/dagVersions', '/dags/:dagId/dagVersions'],
    (request, response) => {
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
    },
  );
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
