import { Router } from 'express';
import { reply } from '../../http/reply';
import type { AirflowState } from '../AirflowState';
import { one, patternTest } from '../v2/list';
import { needsRole } from './auth';
import { withDag } from './find';
import { commaList, replyList, sortBy } from './list';
import { dagDetails, dagRow, taskRow } from './shapes';

export function addDagRoutes(api: Router, state: AirflowState): void {
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
