import { MiddlewareFactory } from '@backstage/backend-defaults/rootHttpRouter';
import {
  createServiceFactory,
  coreServices,
} from '@backstage/backend-plugin-api';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
} from '@backstage/backend-test-utils';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import express, { IRoute, Router } from 'express';
import request from 'supertest';
import { airflowKumaPlugin } from '../plugin';

jest.setTimeout(120_000);

type Layer = {
  route?: IRoute & { methods: Record<string, boolean> };
  handle: Partial<Router> & { stack?: Layer[] };
  /** Of a mounted router, e.g. `^\/access\/?(?=\/|$)`. */
  regexp: RegExp;
};

/** Each route of a router and of what is mounted in it. */
function routesOf(
  stack: Layer[],
  prefix = '',
): [method: string, path: string][] {
  return stack.flatMap(({ route, handle, regexp }) => {
    if (route) {
      return Object.keys(route.methods).map(
        method => [method, `${prefix}${route.path}`] as [string, string],
      );
    }
    const [, mounted = ''] = /^\^((?:\\\/[-\w]+)+)/.exec(regexp.source) ?? [];
    const below = `${prefix}${mounted.replace(/\\/g, '')}`;
    return handle.stack ? routesOf(handle.stack, below) : [];
  });
}

describe('every route of the backend', () => {
  const routers: Router[] = [];
  let stop: () => Promise<void>;

  beforeAll(async () => {
    const backend = await startTestBackend({
      features: [
        airflowKumaPlugin,
        catalogServiceMock.factory({ entities: [] }),
        createServiceFactory({
          service: coreServices.httpRouter,
          deps: {},
          factory: () => ({
            use: handler => routers.push(handler as Router),
            addAuthPolicy: () => {},
          }),
        }),
      ],
    });
    stop = () => backend.stop();
  });

  afterAll(() => stop());

  const ours = () => routers.filter(({ stack }) => stack);
  const routes = () =>
    ours()
      .flatMap(({ stack }) => routesOf(stack as unknown as Layer[]))
      // Backstage's own, for permissions and actions.
      .filter(([_, path]) => !path.startsWith('/.'));

  it('is found', () => {
    const found = routes().map(([method, path]) => `${method} ${path}`);
    expect(found).toEqual(
      expect.arrayContaining([
        'get /sources',
        'post /sources/:kind/:name/refresh',
        'get /graph/reach',
        'post /otlp/v1/logs',
        'post /access/requests/:id/approve',
        'get /access/campaigns/:id/items',
        'get /audit/export.csv',
      ]),
    );
    expect(found.length).toBeGreaterThan(35);
  });

  it('refuses a query parameter that it does not know, by name', async () => {
    const app = express();
    for (const router of ours()) app.use(router);
    app.use(
      MiddlewareFactory.create({
        config: mockServices.rootConfig(),
        logger: mockServices.logger.mock(),
      }).error(),
    );
    const answers = [];
    for (const [method, path] of routes()) {
      const url = path.replace(/:kind/, 'airflow').replace(/:\w+/g, 'some');
      const { header } = path.startsWith('/otlp')
        ? mockCredentials.service
        : mockCredentials.user;
      const { status, body } = await request(app)
        [method as 'get'](`${url}?no-such-parameter=1`)
        .set('authorization', header())
        .set('content-type', 'application/json')
        .send(method === 'get' ? undefined : '{}');
      answers.push({
        route: `${method} ${path}`,
        status,
        said: body.error?.message,
      });
    }
    expect(answers).toEqual(
      answers.map(({ route }) => ({
        route,
        status: 400,
        said: expect.stringContaining('no-such-parameter'),
      })),
    );
  });
});
