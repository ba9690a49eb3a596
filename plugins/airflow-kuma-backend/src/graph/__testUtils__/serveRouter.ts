import { MiddlewareFactory } from '@backstage/backend-defaults/rootHttpRouter';
import { mockServices } from '@backstage/backend-test-utils';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import express, { Router } from 'express';
import { VisibleEntities } from '../../inventory/CatalogVisibility';
import { CallerReader } from '../routes/CallerReader';

/** Callers as if permissions and catalog answered so. */
export function testCallers(options?: {
  visible?: () => VisibleEntities;
  mayRead?: boolean;
}): CallerReader {
  return new CallerReader({
    httpAuth: mockServices.httpAuth(),
    permissions: mockServices.permissions({
      result:
        options?.mayRead === false
          ? AuthorizeResult.DENY
          : AuthorizeResult.ALLOW,
    }),
    visibility: {
      of: async () =>
        options?.visible?.() ?? { has: () => true, key: 'everything' },
    },
  });
}

/** A router as the backend would serve it, errors included. */
export function serveRouter(router: Router): express.Express {
  const middleware = MiddlewareFactory.create({
    config: mockServices.rootConfig(),
    logger: mockServices.logger.mock(),
  });
  return express().use(router).use(middleware.error());
}
