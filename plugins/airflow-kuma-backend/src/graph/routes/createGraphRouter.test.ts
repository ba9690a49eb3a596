import request from 'supertest';
import {
  FakeInventory,
  noGrants,
  seesAllBut,
} from '../__testUtils__/FakeInventory';
import {
  calls,
  dag,
  kumaSource,
  runsAs,
  service,
} from '../__testUtils__/facts';
import {
  dataplane,
  meshService,
  meshSnapshot,
  permission,
  spiffe,
} from '../__testUtils__/resources';
import { serveRouter, testCallers } from '../__testUtils__/serveRouter';
import { DefaultEdgeReader } from '../DefaultEdgeReader';
import { FactsReader } from '../facts/FactsReader';
import { createGraphRouter } from './createGraphRouter';

const orders = dag('orders', { ...calls('payments'), dataDomain: 'finance' });
const secret = dag('secret', calls('payments'));
const payments = service('payments', { dataDomain: 'finance' });

function setUp(callers = testCallers()) {
  const inventory = new FakeInventory();
  inventory.dagFacts = [orders, secret];
  inventory.serviceFacts = [payments];
  inventory.snapshot = meshSnapshot({
    dataplanes: [dataplane('payments')],
    meshServices: [meshService('payments')],
    meshTrafficPermissions: [
      permission('to-payments', 'payments', { allow: [spiffe('orders')] }),
    ],
  });
  const edges = new DefaultEdgeReader(
    new FactsReader({
      inventory,
      grants: noGrants,
      identify: dags =>
        new Map(dags.map(({ ref, dagId }) => [ref, runsAs(dagId)])),
    }),
  );
  const app = serveRouter(createGraphRouter({ edges, callers }));
  return { inventory, app };
}

describe('GET /graph', () => {
  it('opens grouped', async () => {
    const { app } = setUp();
    const { status, body } = await request(app).get('/graph');
    expect(status).toBe(200);
    expect(body.groups).toHaveLength(2);
    expect(body.totals).toEqual({
      dags: 2,
      services: 1,
      edges: 2,
      states: { aligned: 1, 'needs-permission': 1 },
    });
  });

  it('takes repeated parameters and flags', async () => {
    const { app } = setUp();
    const { body } = await request(app).get(
      '/graph?grouping=none&identities=true&edgeState=aligned&edgeState=unused',
    );
    expect(body.edges).toEqual([
      expect.objectContaining({ kind: 'runs-as', source: orders.ref }),
      expect.objectContaining({ kind: 'access', target: payments.ref }),
    ]);
  });

  it('answers 304 until something changes', async () => {
    const { app, inventory } = setUp();
    await request(app).get('/graph'); // starts the count of permitted pairs
    const first = await request(app).get('/graph');
    const again = () =>
      request(app).get('/graph').set('If-None-Match', first.headers.etag);
    expect((await again()).status).toBe(304);
    inventory.currentRevision += 1;
    expect((await again()).status).toBe(200);
  });

  it('shows each caller what the catalog shows them', async () => {
    let visible = seesAllBut();
    const { app } = setUp(testCallers({ visible: () => visible }));
    const all = await request(app).get('/graph?grouping=none');
    visible = seesAllBut(secret.ref);
    const some = await request(app)
      .get('/graph?grouping=none')
      .set('If-None-Match', all.headers.etag);
    expect(some.status).toBe(200);
    expect(some.text).not.toContain('secret');
    expect(some.body.totals.edges).toBe(1);
  });

  it('refuses who may not read the inventory', async () => {
    const { app } = setUp(testCallers({ mayRead: false }));
    expect((await request(app).get('/graph')).status).toBe(403);
  });

  it.each([
    ['grouping=colour', /grouping/],
    ['depth=9', /depth/],
    ['limit=0', /limit/],
    ['edgeState=sad', /edgeState/],
    ['asOf=yesterday', /asOf/],
    ['compareTo=2999-01-01T00:00:00Z', /compareTo is in the future/],
  ])('names what is wrong with %s', async (query, message) => {
    const { app } = setUp();
    const { status, body } = await request(app).get(`/graph?${query}`);
    expect(status).toBe(400);
    expect(body.error.message).toMatch(message);
  });

  it('compares two instants', async () => {
    const { app, inventory } = setUp();
    inventory.past = new FakeInventory();
    inventory.past.serviceFacts = [payments];
    inventory.past.dagFacts = [orders];
    const { body } = await request(app).get(
      '/graph?grouping=none&compareTo=2026-01-01T00:00:00Z',
    );
    const changes = body.edges.map(
      (edge: { source: string; change: string }) => [edge.source, edge.change],
    );
    expect(new Map(changes)).toEqual(
      new Map([
        [orders.ref, 'changed'],
        [secret.ref, 'added'],
      ]),
    );
  });

  it('says which sources of what is seen cannot be read, and since when', async () => {
    const { app, inventory } = setUp();
    const lastSuccess = '2026-11-22T00:00:00Z';
    inventory.sourceStates = [
      kumaSource({ state: 'stale', lastSuccess }),
      kumaSource({ name: 'elsewhere', state: 'stale' }),
    ];
    const { body } = await request(app).get('/graph');
    expect(body.unwell).toEqual([
      { kind: 'kuma', name: 'eu', state: 'stale', lastSuccess },
    ]);
    inventory.sourceStates = [kumaSource()];
    expect((await request(app).get('/graph')).body.unwell).toBeUndefined();
  });

  it('counts pairs that are permitted and nothing more', async () => {
    const { app, inventory } = setUp();
    inventory.dagFacts = [secret, { ...orders, declared: [] }];
    // counted beside the first picture, which does not wait for it to its end
    const ask = (etag = '') =>
      request(app).get('/graph').set('If-None-Match', etag);
    let answer = await ask();
    for (let tries = 0; tries < 100; tries += 1) {
      if (answer.body.permittedOnly !== undefined) break;
      answer = await ask(answer.headers.etag);
    }
    expect(answer.status).toBe(200);
    expect(answer.body.permittedOnly).toBe(1);
  });
});
