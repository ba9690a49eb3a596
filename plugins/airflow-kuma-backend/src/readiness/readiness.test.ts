import {
  KumaResource,
  MeshSnapshot,
  ReadinessAnswer,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { mockCredentials, TestDatabases } from '@backstage/backend-test-utils';
import { actionsRegistryServiceMock } from '@backstage/backend-test-utils/alpha';
import request from 'supertest';
import { databaseIds, migrations } from '../access/__testUtils__/databases';
import {
  FakeInventory,
  noGrants,
  seesAllBut,
} from '../graph/__testUtils__/FakeInventory';
import { calls, dag, runsAs, service } from '../graph/__testUtils__/facts';
import {
  dataplane,
  meshService,
  meshSnapshot,
  permission,
  spiffe,
} from '../graph/__testUtils__/resources';
import { serveRouter, testCallers } from '../graph/__testUtils__/serveRouter';
import { DefaultEdgeReader } from '../graph/DefaultEdgeReader';
import { FactsReader } from '../graph/facts/FactsReader';
import { createReadinessRouter } from './createReadinessRouter';
import { ReadinessDays } from './ReadinessDays';
import { ReadinessReader } from './ReadinessReader';
import { ReadinessService } from './ReadinessService';
import { registerReadinessAction } from './registerReadinessAction';

jest.setTimeout(60_000);

const FINANCE = 'group:default/finance';
const PAYMENTS = 'group:default/payments';

const transparent = (name: string): KumaResource => {
  const proxy = dataplane(name);
  return {
    ...proxy,
    networking: {
      ...(proxy.networking as object),
      transparentProxying: { redirectPortOutbound: 15001 },
    },
  };
};

const labelled = (name: string): KumaResource => {
  const found = meshService(name);
  return {
    ...found,
    labels: { ...found.labels, 'kuma.io/display-name': name },
  };
};

/** `orders` calls `payments`, where nothing of 3.0's is ready. */
const snapshot = (more: Partial<MeshSnapshot> = {}) =>
  meshSnapshot({
    dataplanes: [
      transparent('orders'),
      dataplane('reports'),
      dataplane('payments'),
      dataplane('ledger'),
    ],
    meshServices: [labelled('payments'), labelled('ledger')],
    meshTrafficPermissions: [
      permission('to-payments', 'payments', { allow: [spiffe('orders')] }),
      {
        ...permission('named', 'ledger', { allow: [spiffe('reports')] }),
        spec: {
          targetRef: { kind: 'Dataplane', name: 'ledger' },
          rules: [
            {
              default: {
                allow: [
                  { spiffeID: { type: 'Exact', value: spiffe('reports') } },
                ],
              },
            },
          ],
        },
      },
    ],
    ...more,
  });

const orders = dag('orders', {
  owner: FINANCE,
  declared: [
    {
      service: 'payments',
      evidence: [
        { via: 'inlet', text: 'x-mesh-service://payments', taskId: 'pay' },
      ],
    },
  ],
});
const reports = dag('reports', {
  owner: 'group:default/reports',
  ...calls('payments', 'ledger'),
});

describe('what Kuma 3.0 changes', () => {
  const databases = TestDatabases.create({ ids: databaseIds });

  async function setUp(
    options: {
      snapshot?: MeshSnapshot;
      hidden?: string[];
      id?: (typeof databaseIds)[number];
    } = {},
  ) {
    const knex = await databases.init(options.id ?? 'SQLITE_3');
    await knex.migrate.latest({ directory: migrations });
    const inventory = new FakeInventory();
    inventory.dagFacts = [orders, reports];
    inventory.serviceFacts = [
      service('payments', { owner: PAYMENTS }),
      service('ledger', { owner: PAYMENTS }),
      service('orders', { owner: FINANCE }),
    ];
    inventory.snapshot = options.snapshot ?? snapshot();
    const clock = { now: '2026-11-28T12:00:00Z' };
    const edges = new DefaultEdgeReader(
      new FactsReader({
        inventory,
        grants: noGrants,
        identify: () =>
          new Map([
            [orders.ref, runsAs('orders')],
            [reports.ref, runsAs('reports')],
          ]),
      }),
    );
    const readiness = new ReadinessService({
      inventory,
      reader: new ReadinessReader({ edges, inventory }),
      days: new ReadinessDays(knex),
      now: () => new Date(clock.now),
    });
    const callers = testCallers({
      visible: () => seesAllBut(...(options.hidden ?? [])),
    });
    const app = serveRouter(
      createReadinessRouter({ service: readiness, callers }),
    );
    const get = (path: string) =>
      request(app)
        .get(path)
        .set('authorization', mockCredentials.user.header());
    const answer = async (): Promise<ReadinessAnswer> =>
      (await get('/readiness?controlPlane=eu&mesh=default')).body;
    return { inventory, readiness, callers, clock, get, answer };
  }

  it('is told by owner: the calls, both ends, and what mends them', async () => {
    const { answer } = await setUp();
    const { owners, counts, left, total, is30, limits, portal } =
      await answer();
    expect({ counts, left, total, is30, limits }).toEqual({
      counts: { stops: 1, 'cannot-be-told': 0, opens: 1, stays: 1 },
      left: 2,
      total: 3,
      is30: false,
      limits: [],
    });
    expect(portal.map(({ endpoint }) => endpoint)).toContainEqual(
      expect.stringContaining('traffic-permissions'),
    );
    const finance = owners.find(({ owner }) => owner === FINANCE)!;
    expect(finance).toMatchObject({ left: 1, total: 1 });
    expect(finance.calls[0]).toMatchObject({
      dag: orders.ref,
      tasks: ['pay'],
      serviceName: 'payments',
      serviceOwner: PAYMENTS,
      state: 'stops',
      before: { outcome: 'allow', caller: { state: 'open' } },
      after: { outcome: 'deny', decides: 'caller' },
      causes: [
        {
          kind: 'reachable-backends',
          resources: [{ kind: 'Dataplane', name: 'orders' }],
        },
      ],
    });
    expect(finance.workloads).toMatchObject([
      {
        name: 'orders',
        proxies: 1,
        added: [{ labels: { 'kuma.io/display-name': 'payments' } }],
        yaml: expect.stringContaining('kuma.io/display-name: payments'),
      },
    ]);
    // What is wrong at the destination is its owner's to mend.
    const payments = owners.find(({ owner }) => owner === PAYMENTS)!;
    expect(payments).toMatchObject({
      left: 0,
      total: 0,
      mends: [
        {
          kind: 'target-by-name',
          resources: [{ kind: 'MeshTrafficPermission', name: 'named' }],
          calls: 1,
        },
      ],
    });
  });

  it('holds only what the caller may see, and no counts of the rest', async () => {
    const { answer, readiness } = await setUp({ hidden: [orders.ref] });
    await readiness.countToday();
    const { owners, findings, days } = await answer();
    expect(owners.map(({ owner }) => owner)).not.toContain(FINANCE);
    expect(findings.length).toBeGreaterThan(0);
    expect(findings.flatMap(({ resources }) => resources)).toEqual([]);
    expect(days).toEqual([]);
    const unseen = await setUp({ hidden: ['resource:default/eu.default'] });
    const { status, body } = await unseen.get(
      '/readiness?controlPlane=eu&mesh=default',
    );
    expect([status, body.error?.message]).toEqual([404, 'No mesh eu/default']);
    expect((await unseen.get('/readiness/meshes')).body).toEqual({ items: [] });
  });

  it('says what could not be read', async () => {
    const { answer, inventory } = await setUp();
    const [source] = inventory.sourceStates;
    inventory.sourceStates = [
      {
        ...source,
        state: 'stale',
        error: 'It answers 503.',
        parts: [
          {
            name: 'MeshService',
            state: 'failed',
            reason: 'It answers 500.',
            advice: 'Look at its log.',
          },
        ],
      },
    ];
    expect((await answer()).limits).toEqual([
      'eu has not answered since 2026-11-23 00:30 UTC; what follows is from then. It answers 503.',
      'MeshService resources of eu are not told: It answers 500. Look at its log.',
    ]);
  });

  it('says of a mesh of 3.0 that it is one', async () => {
    const { answer } = await setUp({
      snapshot: snapshot({ version: '3.0.0-preview' }),
    });
    expect(await answer()).toMatchObject({ is30: true, owners: [], total: 0 });
  });

  it('is a file with a line for each call', async () => {
    const { get } = await setUp();
    const { text, headers } = await get(
      '/readiness/export.csv?controlPlane=eu&mesh=default',
    );
    expect(headers['content-type']).toContain('text/csv');
    const lines = text.trim().split('\r\n');
    expect(lines).toHaveLength(3);
    expect(lines[1]).toContain(`${FINANCE},Stops,${orders.ref},pay`);
    expect(lines[1]).toContain('reachable-backends,Dataplane/orders');
  });

  it('refuses what it does not know', async () => {
    const { get } = await setUp();
    const answers = await Promise.all(
      [
        '/readiness?controlPlane=eu',
        '/readiness?controlPlane=eu&mesh=default&owner=x',
        '/readiness/export.csv?mesh=default',
        '/readiness/meshes?mesh=default',
      ].map(path => get(path)),
    );
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400, 400]);
  });

  it('is the same to agents and to CI, of one owner where they ask so', async () => {
    const { readiness, callers, answer } = await setUp();
    const registry = actionsRegistryServiceMock();
    registerReadinessAction({ registry, service: readiness, callers });
    const invoke = async (input: object) =>
      (
        (await registry.invoke({
          id: 'test:check-kuma-3-readiness',
          input: { controlPlane: 'eu', mesh: 'default', ...input },
          credentials: mockCredentials.user(),
        })) as { output: ReadinessAnswer }
      ).output;
    const told = await answer();
    expect(await invoke({})).toEqual({ ...told, at: expect.anything() });
    const own = await invoke({ owner: FINANCE });
    expect(own.owners.map(({ owner }) => owner)).toEqual([FINANCE]);
    expect(own.counts).toEqual(told.counts);
  });

  it.each(databases.eachSupportedId())(
    'is counted once a day and gets less as people work, on %s',
    async id => {
      const { readiness, inventory, clock, answer } = await setUp({ id });
      await readiness.countToday();
      clock.now = '2026-11-28T18:00:00Z';
      await Promise.all([readiness.countToday(), readiness.countToday()]);
      expect((await answer()).days).toEqual([]);

      clock.now = '2026-11-29T09:00:00Z';
      inventory.snapshot = snapshot({
        dataplanes: ['orders', 'reports', 'payments', 'ledger'].map(dataplane),
      });
      inventory.currentRevision += 1;
      const { left, days, owners } = await answer();
      expect(days).toEqual([{ day: '2026-11-28', left: 2, total: 3 }]);
      expect(left).toBeLessThan(2);
      expect(owners.find(({ owner }) => owner === FINANCE)).toMatchObject({
        left: 0,
        total: 1,
        earlier: { day: '2026-11-28', left: 1, total: 1 },
      });

      await readiness.prune(0);
      expect((await answer()).days).toEqual([]);
    },
  );

  it.each(databases.eachSupportedId())('goes up and down on %s', async id => {
    const knex = await databases.init(id);
    const name = '2026112750_readiness_days.js';
    await knex.migrate.latest({ directory: migrations });
    await knex.migrate.down({ directory: migrations, name } as object);
    expect(await knex.schema.hasTable('readiness_days')).toBe(false);
    await knex.migrate.up({ directory: migrations, name } as object);
    expect(await knex.schema.hasTable('readiness_days')).toBe(true);
  });
});
