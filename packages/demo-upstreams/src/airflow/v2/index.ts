import { Router } from 'express';
import { guiPage } from '../../http/landing';
import { reply } from '../../http/reply';
import type { AirflowState } from '../AirflowState';
import { AirflowUser } from '../types';
import { authRoutes } from './auth';
import { otherRoutes } from './otherRoutes';
import { readRoutes, uiRoutes } from './readRoutes';
import { runRoutes } from './runRoutes';
import { Tokens } from './tokens';
import { writeRoutes } from './writeRoutes';

/** Airflow 3's API v2, the part of `/ui` that is read, and pages for people. */
export function v2Routes(
  state: AirflowState,
  users: AirflowUser[],
  tokens: Tokens,
): Router {
  const routes = Router();
  routes.use(authRoutes(users, tokens));
  // Airflow decodes paths before it routes, so an encoded slash finds no route.
  routes.use('/api/v2', (request, response, next) => {
    if (/%2f/i.test(request.path)) {
      reply(response, {
        status: 404,
        body: { error: 'API route not found' },
      });
      return;
    }
    next();
  });
  routes.use(
    '/api/v2',
    readRoutes(state),
    otherRoutes(state),
    runRoutes(state),
    writeRoutes(state),
  );
  routes.use('/ui', uiRoutes(state));
  routes.use(['/api', '/ui', '/auth'], (_, response) =>
    reply(response, { status: 404, body: { error: 'API route not found' } }),
  );
  routes.get('*', (request, response) => guiPage(request, response, 'Airflow'));
  return routes;
}
