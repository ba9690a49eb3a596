import { Request, Response, Router } from 'express';
import { guiPage } from '../../http/landing';
import { reply } from '../../http/reply';
import type { AirflowState } from '../AirflowState';
import { offsetTime } from '../times';
import { AirflowUser } from '../types';
import { basicAuth } from './auth';
import { addDagRoutes } from './dagRoutes';
import { addLogRoutes } from './logRoutes';
import { addOtherRoutes } from './otherRoutes';
import { replyNoPage, replyProblem } from './problem';
import { addRunRoutes } from './runRoutes';

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
  addLogRoutes(api, state);
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
