import { schedulerServiceFactory } from '@backstage/backend-defaults/scheduler';
import {
  mockCredentials,
  mockServices,
  startTestBackend,
  TestBackend,
} from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import {
  AuthorizeResult,
  QueryPermissionRequest,
} from '@backstage/plugin-permission-common';
import {
  AirflowStandIn,
  defaultMesh,
  KumaStandIn,
  startAirflowStandIn,
  startKumaStandIn,
} from '@airflow-kuma/demo-upstreams';
import request from 'supertest';
import { airflowKumaPlugin } from '../plugin';

jest.setTimeout(60_000);

const ORDERS = 'component:default/prod.orders';
const REPORT = 'component:default/prod.report';
const [SERVICE, OTHER] = defaultMesh.services.filter(each => each.selector);
const CALLED = `resource:default/eu.default.${SERVICE.name}`;

const entity = (kind: string, name: string, type: string): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind,
  metadata: { name, namespace: 'default' },
  spec: { type },
});

describe('the inventory API', () => {
  let airflow: AirflowStandIn;
  let kuma: KumaStandIn;
  let backend: TestBackend;
  // What the policy says, by permission; allowed unless said otherwise.
  const policy = new Map<string, AuthorizeResult>();
  let visible: Entity[] = [];

  let caller = 0;
  /** Each question from somebody else, as answers are remembered by caller. */
  const someone = () =>
    mockCredentials.user.header(`user:default/someone-${(caller += 1)}`);
  const get = (path: string, header = someone()) =>
    request(backend.server)
      .get(`/api/airflow-kuma${path}`)
      .set('Authorization', header);

  beforeAll(async () => {
    const tasks = [{ taskId: 'work' }];
    // At the last half hour: the hourly run has ended by then.
    const now = new Date(Date.now() - 30 * 60_000);
    now.setUTCMinutes(30);
    airflow = await startAirflowStandIn({
      version: '3.3.2',
      now: () => now.getTime(),
      dags: [
        {
          dagId: 'orders',
          displayName: 'Orders 2',
          owners: ['a'],
          tags: [`calls:${SERVICE.name}`, `calls:${OTHER.name}`, 'domain:shop'],
          cron: '0 * * * *',
          tasks: [{ taskId: 'work', triggers: 'report' }],
        },
        { dagId: 'report', displayName: 'Report 10', owners: ['b'], tasks },
        { dagId: 'paused', owners: ['a'], isPaused: true, tasks },
      ],
    });
    kuma = await startKumaStandIn({ version: '2.14.3', meshes: [defaultMesh] });
    const permissions = mockServices.permissions.mock({
      authorize: async requests =>
        requests.map(({ permission }) => ({
          result: policy.get(permission.name) ?? AuthorizeResult.ALLOW,
        })) as never,
      authorizeConditional: async (requests: QueryPermissionRequest[]) =>
        requests.map(({ permission }) => ({
          result: policy.get(permission.name) ?? AuthorizeResult.ALLOW,
        })) as never,
    });
    const catalog = catalogServiceMock.mock();
    catalog.streamEntities.mockImplementation(async function* stream() {
      yield visible;
    });
    backend = await startTestBackend({
      features: [
        airflowKumaPlugin,
        catalog.factory,
        permissions.factory,
        schedulerServiceFactory,
        mockServices.rootConfig.factory({
          data: {
            airflowKuma: {
              airflow: {
                instances: {
                  prod: {
                    baseUrl: airflow.url,
                    auth: {
                      type: 'password',
                      username: 'viewer',
                      password: 'viewer',
                    },
                  },
                },
              },
              kuma: { controlPlanes: { eu: { baseUrl: kuma.url } } },
            },
          },
        }),
      ],
    });
    for (;;) {
      const { body } = await get('/sources');
      const states = body.items.map(({ state }: { state: string }) => state);
      if (states.every((state: string) => state === 'ok')) break;
      await new Promise(resolve => setTimeout(resolve, 200));
    }
  });

  afterAll(async () => {
    await backend?.stop();
    await Promise.all([airflow.stop(), kuma.stop()]);
  });

  beforeEach(() => policy.clear());

  const seeOnly = (...entities: Entity[]) => {
    policy.set('catalog.entity.read', AuthorizeResult.CONDITIONAL);
    visible = entities;
  };
  const ids = (rows: { dagId: string }[]) => rows.map(({ dagId }) => dagId);

  it.each([
    ['/dags?search=orders', 'search'],
    ['/services?at=2026-01-01T00:00:00Z', 'at'],
    ['/dag?ref=component:default/prod.orders&asof=now', 'asof'],
    ['/graph?at=2026-01-01T00:00:00Z', 'at'],
    ['/graph/reach?to=a&page=2', 'page'],
    ['/explain?source=a&destination=b&mesh=c', 'mesh'],
    ['/access/requests?status=active', 'status'],
    ['/audit?person=jane', 'person'],
  ])(
    'answers %s with the parameter that it does not know',
    async (path, name) => {
      const { status, body } = await get(path);
      expect(status).toBe(400);
      expect(body.error.message).toContain(`"${name}"`);
    },
  );

  it('pages, sorts and filters DAGs', async () => {
    const { body } = await get('/dags?limit=2&orderBy=-name');
    expect(body.total).toBe(3);
    expect(ids(body.items)).toEqual(['report', 'paused']);
    expect(ids((await get('/dags?offset=2&orderBy=-name')).body.items)).toEqual(
      ['orders'],
    );
    expect(ids((await get('/dags?text=SHOP orders')).body.items)).toEqual([
      'orders',
    ]);
    expect(
      ids((await get('/dags?state=paused&state=broken')).body.items),
    ).toEqual(['paused']);
    expect(ids((await get('/dags?dataDomain=shop')).body.items)).toEqual([
      'orders',
    ]);
    expect(ids((await get('/dags?mesh=default')).body.items)).toEqual([
      'orders',
    ]);
    expect((await get('/dags?instance=nope')).body).toEqual({
      items: [],
      total: 0,
    });
    const [orders] = (await get('/dags?text=orders')).body.items;
    expect(orders).toMatchObject({
      ref: ORDERS,
      schedule: '0 * * * *',
      lastRun: { state: 'success', runId: expect.any(String) },
      edges: { unknown: 2 },
      worst: 'unknown',
    });
  });

  it('pages, sorts and filters services', async () => {
    const all = (await get('/services?limit=200')).body;
    expect(all.total).toBe(all.items.length);
    const label = Object.entries(SERVICE.labels!)[0].join('=');
    const found = (await get(`/services?text=${SERVICE.name}.svc ${label}`))
      .body;
    expect(found.items[0]).toMatchObject({
      ref: CALLED,
      certificateExpires: expect.any(String),
      worst: 'unknown',
    });
    expect((await get('/services?instance=prod')).body.total).toBe(2);
    const expired = (await get('/services?state=certificate-expired')).body;
    expect(expired.total).toBeGreaterThan(0);
    expect(expired.items[0].certificateExpired).toBe(true);
  });

  it('offers the values that rows have', async () => {
    const { body } = await get('/filters');
    expect(body.instance).toEqual([
      { value: 'prod', label: 'prod', dags: 3, services: 2 },
    ]);
    expect(body.mesh[0].value).toBe('default');
    expect(body.state).toContainEqual({
      value: 'paused',
      label: 'paused',
      dags: 1,
      services: 0,
    });
  });

  it.each([
    '/dags?limit=0',
    '/dags?limit=1000',
    '/dags?offset=-1',
    '/dags?orderBy=constructor',
    '/dags?orderBy=name;drop',
    '/dag',
    '/dag/runs?ref=x&from=yesterday',
  ])('refuses %s', async path => {
    const { status, body } = await get(path);
    expect(status).toBe(400);
    expect(body.error.name).toBe('InputError');
  });

  it('shows a DAG with its neighbours, and a service with its permissions', async () => {
    const { body: dag } = await get(`/dag?ref=${ORDERS}`);
    expect(dag).toMatchObject({
      ref: ORDERS,
      dag: { dagId: 'orders', tasks: [{ taskId: 'work' }] },
      source: { name: 'prod', state: 'ok' },
      downstream: [{ ref: REPORT, via: 'trigger' }],
      dataAge: [{ name: 'prod' }, { name: 'eu' }],
    });
    expect(dag.runs.length).toBeGreaterThan(0);
    expect(dag.edges[0].serviceSummary.displayName).toBeDefined();
    expect((await get(`/dag?ref=${REPORT}`)).body.upstream).toMatchObject([
      { ref: ORDERS, dagId: 'orders', via: 'trigger' },
    ]);
    const runs = (await get(`/dag/runs?ref=${ORDERS}&limit=2&offset=1`)).body;
    expect(runs.items).toHaveLength(2);
    expect(runs.total).toBeGreaterThan(2);

    const { body: service } = await get(`/service?ref=${CALLED}`);
    expect(service).toMatchObject({
      ref: CALLED,
      mesh: { mesh: 'default' },
      edges: [
        {
          dag: ORDERS,
          dags: [{ ref: ORDERS, name: 'Orders 2', instance: 'prod' }],
        },
      ],
    });
    expect(service.proxies.length).toBe(service.service.dataplanes.length);
    expect(service.permissions.length).toBeGreaterThan(0);
  });

  it('shows only what the catalog shows the caller, and counts no more', async () => {
    seeOnly(
      entity('Component', 'prod.orders', 'airflow-dag'),
      entity('Resource', `eu.default.${SERVICE.name}`, 'kuma-service'),
    );
    const dags = (await get('/dags')).body;
    expect(ids(dags.items)).toEqual(['orders']);
    expect(dags).toMatchObject({
      total: 1,
      items: [{ edges: { unknown: 1 } }],
    });
    expect((await get('/services')).body.total).toBe(1);
    const dag = (await get(`/dag?ref=${ORDERS}`)).body;
    expect(dag.edges.map((edge: { service: string }) => edge.service)).toEqual([
      CALLED,
    ]);
    expect(dag.downstream).toEqual([]);
    expect((await get(`/dag?ref=${REPORT}`)).status).toBe(404);
    expect((await get(`/dag/runs?ref=${REPORT}`)).status).toBe(404);

    policy.set('catalog.entity.read', AuthorizeResult.DENY);
    expect((await get('/dags')).body).toEqual({ items: [], total: 0 });
    expect((await get(`/service?ref=${CALLED}`)).status).toBe(404);
  });

  it('needs the permission to read', async () => {
    policy.set('airflowKuma.inventory.read', AuthorizeResult.DENY);
    const paths = ['/sources', '/dags', '/services', '/filters'];
    paths.push(`/dag?ref=${ORDERS}`, `/service?ref=${CALLED}`);
    for (const path of [...paths, `/dag/runs?ref=${ORDERS}`]) {
      const { status, body } = await get(path);
      expect(status).toBe(403);
      expect(body.error.message).toMatch('airflowKuma.inventory.read');
    }
  });

  it('lets only administrators steer sources', async () => {
    const post = (path: string) =>
      request(backend.server)
        .post(`/api/airflow-kuma${path}`)
        .set('Authorization', someone());
    expect((await post('/sources/airflow/prod/refresh')).status).toBe(204);
    expect((await post('/sources/airflow/nope/refresh')).status).toBe(404);
    expect((await post('/sources/git/prod/refresh')).status).toBe(400);
    expect((await post('/sources/airflow/prod/confirm')).status).toBe(404);
    policy.set('airflowKuma.source.administer', AuthorizeResult.DENY);
    expect((await post('/sources/airflow/prod/refresh')).status).toBe(403);
    expect((await post('/sources/kuma/eu/confirm')).status).toBe(403);
  });

  it('gives services everything, and says when nothing changed', async () => {
    policy.set('catalog.entity.read', AuthorizeResult.DENY);
    const service = mockCredentials.service.header();
    const first = await get('/inventory/airflow/prod', service);
    expect(first.body).toMatchObject({ instance: 'prod', ready: true });
    expect(first.body.dags).toHaveLength(3);
    expect(first.body.dags[0]).toEqual({
      dagId: 'orders',
      displayName: 'Orders 2',
      tags: expect.any(Array),
      uiUrl: `${airflow.url}/dags/orders`,
      owner: 'group:default/unowned',
      dataDomain: 'shop',
      schedule: '0 * * * *',
      dependsOn: [CALLED, `resource:default/eu.default.${OTHER.name}`].sort(),
    });
    const again = await get('/inventory/airflow/prod', service).set(
      'If-None-Match',
      first.headers.etag,
    );
    expect(again.status).toBe(304);
    const kumas = await get('/inventory/kuma/eu', service);
    expect(kumas.body).toMatchObject({
      ready: true,
      meshes: [{ mesh: 'default' }],
    });
    expect((await get('/inventory/kuma/nope', service)).status).toBe(404);
    expect((await get('/inventory/airflow/prod')).status).toBe(403);
  });
});
