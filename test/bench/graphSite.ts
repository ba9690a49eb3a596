import express from 'express';
import { readFileSync } from 'node:fs';
import { AddressInfo } from 'node:net';
import { join, resolve } from 'node:path';
import { GraphQuery } from '../../plugins/airflow-kuma-common/src';
import { GraphWorld } from './graphWorld';

const DIST = resolve(__dirname, '../../packages/app/dist');
const NO_FILTERS = Object.fromEntries(
  [
    'instance',
    'controlPlane',
    'mesh',
    'zone',
    'environment',
    'dataDomain',
    'owner',
    'state',
  ].map(key => [key, []]),
);
const USER = 'user:default/demo-admin';

/** The built portal over a made-up company: real pages, no backend. */
export async function serveSite(worlds: { current: GraphWorld }) {
  const app = express();
  app.post('/api/auth/demo/refresh', (_request, response) => {
    response.json(signedIn());
  });
  app.get('/api/auth/demo/refresh', (_request, response) => {
    response.json(signedIn());
  });
  app.get('/api/airflow-kuma/filters', (_request, response) => {
    response.json(NO_FILTERS);
  });
  app.get('/api/airflow-kuma/graph', (request, response) => {
    response.json(worlds.current.answer(toQuery(request.query)));
  });
  app.post('/api/permission/authorize', express.json(), (request, response) => {
    response.json({
      items: request.body.items.map(({ id }: { id: string }) => ({
        id,
        result: 'ALLOW',
      })),
    });
  });
  app.post(
    '/api/catalog/entities/by-refs',
    express.json({ limit: '5mb' }),
    (request, response) => {
      const { entities } = worlds.current;
      response.json({
        items: request.body.entityRefs.map(
          (ref: string) => entities.get(ref) ?? null,
        ),
      });
    },
  );
  app.use('/api', (_request, response) => {
    response.status(404).json({ error: { name: 'NotFoundError' } });
  });
  // The pages themselves may be cached, as in a browser that was here before.
  app.use('/static', express.static(join(DIST, 'static'), { maxAge: '1h' }));
  let page = '';
  app.use((_request, response) => {
    response.type('html').send(page);
  });
  const server = await new Promise<ReturnType<typeof app.listen>>(ready => {
    const listening = app.listen(0, '127.0.0.1', () => ready(listening));
  });
  const { port } = server.address() as AddressInfo;
  const origin = `http://localhost:${port}`;
  page = pageWithOrigin(origin);
  return {
    origin,
    stop: () => {
      server.closeAllConnections();
      return new Promise(done => server.close(done));
    },
  };
}

/** The app reads its config from the page; this one asks this server. */
function pageWithOrigin(origin: string): string {
  const html = readFileSync(join(DIST, 'index.html'), 'utf8');
  const script = /(<script type="backstage.io\/config">)([\s\S]*?)(<\/script>)/;
  return html.replace(script, (_all, open, text, close) => {
    const configs = JSON.parse(text);
    configs.push({
      context: 'bench',
      data: {
        app: { baseUrl: origin },
        backend: { baseUrl: origin },
        auth: {
          providers: {
            demo: {
              users: [
                {
                  entityRef: USER,
                  title: 'Bench',
                  description: 'Looks at graphs',
                },
              ],
            },
          },
        },
      },
    });
    return `${open}${JSON.stringify(configs)}${close}`;
  });
}

function signedIn() {
  const part = (value: object) =>
    Buffer.from(JSON.stringify(value)).toString('base64url');
  const token = `${part({ alg: 'none' })}.${part({ sub: USER, exp: 9e9 })}.x`;
  return {
    profile: {},
    backstageIdentity: {
      token,
      expiresInSeconds: 3600,
      identity: {
        type: 'user',
        userEntityRef: USER,
        ownershipEntityRefs: [USER],
      },
    },
  };
}

function toQuery(query: express.Request['query']): GraphQuery {
  const list = (value: unknown) =>
    value === undefined ? undefined : ([value].flat() as string[]);
  return {
    grouping: query.grouping as GraphQuery['grouping'],
    open: list(query.open),
    limit: query.limit ? Number(query.limit) : undefined,
  };
}
