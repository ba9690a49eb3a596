import request from 'supertest';
import {
  FakeInventory,
  noGrants,
  seesAllBut,
} from '../__testUtils__/FakeInventory';
import { calls, dag, runsAs, service } from '../__testUtils__/facts';
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
import { emptyBook, ObservationBook } from '../facts/ObservationBook';
import { createQueryRouter } from '../routes/createQueryRouter';

const orders = dag('orders', calls('payments'));
const quiet = dag('quiet');
const nobody = dag('nobody');
const payments = service('payments');
const ledger = service('ledger');
const toPayments = permission('to-payments', 'payments', {
  allow: [spiffe('orders'), spiffe('quiet')],
});
const toLedger = permission('to-ledger', 'ledger', {
  allow: [spiffe('payments')],
});

const notRefused: ObservationBook = {
  ...emptyBook('Nothing is observed.'),
  refusals: async () => ({ notKnown: [] }),
};

function setUp(...hidden: string[]) {
  return setUpWith(notRefused, ...hidden);
}

function setUpWith(book: ObservationBook, ...hidden: string[]) {
  const inventory = new FakeInventory();
  inventory.dagFacts = [orders, quiet, nobody];
  inventory.serviceFacts = [payments, ledger];
  inventory.snapshot = meshSnapshot({
    dataplanes: [dataplane('payments'), dataplane('ledger')],
    meshServices: [meshService('payments'), meshService('ledger')],
    meshTrafficPermissions: [toPayments, toLedger],
  });
  const edges = new DefaultEdgeReader(
    new FactsReader({
      inventory,
      grants: noGrants,
      observations: { revision: async () => '', book: async () => book },
      identify: () =>
        new Map([
          [orders.ref, runsAs('orders')],
          [quiet.ref, runsAs('quiet')],
        ]),
    }),
  );
  const callers = testCallers({ visible: () => seesAllBut(...hidden) });
  return request(serveRouter(createQueryRouter({ edges, inventory, callers })));
}

describe('GET /graph/reach', () => {
  it('tells who can reach a service, and why', async () => {
    const { body } = await setUp().get(`/graph/reach?to=${payments.ref}`);
    expect(body).toMatchObject({
      items: [
        {
          ref: orders.ref,
          outcome: 'allow',
          ports: [80],
          policy: { name: 'to-payments' },
          state: 'aligned',
        },
        { ref: quiet.ref },
      ],
      total: 2,
      unknown: 1,
    });
    expect(body.items[1].state).toBeUndefined();
  });

  it('tells what a DAG can reach', async () => {
    const { body } = await setUp().get(`/graph/reach?from=${quiet.ref}`);
    expect(body.items).toMatchObject([{ ref: payments.ref }]);
  });

  it('pages', async () => {
    const { body } = await setUp().get(
      `/graph/reach?to=${payments.ref}&offset=1&limit=1`,
    );
    expect(body).toMatchObject({ items: [{ ref: quiet.ref }], total: 2 });
  });

  it('counts and names only what the caller may see', async () => {
    const { body } = await setUp(quiet.ref).get(
      `/graph/reach?to=${payments.ref}`,
    );
    expect(body.total).toBe(1);
    const hidden = await setUp(payments.ref).get(
      `/graph/reach?to=${payments.ref}`,
    );
    expect(hidden.status).toBe(404);
  });

  it.each(['', '?to=a&from=b'])('needs one end, not "%s"', async query => {
    expect((await setUp().get(`/graph/reach${query}`)).status).toBe(400);
  });
});

describe('GET /graph/path', () => {
  const path = (...hidden: string[]) =>
    setUp(...hidden).get(
      `/graph/path?source=${orders.ref}&destination=${ledger.ref}`,
    );

  it('finds the way and its policies', async () => {
    const { body } = await path();
    expect(body).toMatchObject({
      hops: [
        {
          source: orders.ref,
          destination: payments.ref,
          policies: [{ name: 'to-payments' }],
        },
        {
          source: payments.ref,
          destination: ledger.ref,
          policies: [{ name: 'to-ledger' }],
        },
      ],
      sentence:
        'orders cannot call ledger directly, but by 1 service in between.',
      complete: true,
    });
  });

  it('never leads over what the caller may not see', async () => {
    const { body } = await path(payments.ref);
    expect(body).toMatchObject({ hops: [], complete: true });
    expect(JSON.stringify(body)).not.toContain('payments');
  });
});

describe('GET /graph/denials', () => {
  const at = Date.parse('2026-11-23T00:00:00Z');
  const book: ObservationBook = {
    ...notRefused,
    refusals: async () => ({
      since: '2026-11-22T00:00:00.000Z',
      counted: { refused: 7.4, alsoOf: [ledger.ref] },
      logged: [
        {
          caller: spiffe('orders'),
          policy: 'no-orders',
          count: 5,
          lastDenied: at,
        },
        { caller: spiffe('payments'), policy: '', count: 1, lastDenied: at },
        { caller: spiffe('somebody'), policy: '', count: 2, lastDenied: at },
      ],
      notKnown: [],
    }),
  };
  const ask = (...hidden: string[]) =>
    setUpWith(book, ...hidden).get(`/graph/denials?service=${payments.ref}`);

  it('tells how many, who, and by what', async () => {
    const { body } = await ask();
    expect(body).toEqual({
      since: '2026-11-22T00:00:00.000Z',
      counted: { refused: 7.4, alsoOf: [{ ref: ledger.ref, name: 'ledger' }] },
      logged: {
        callers: [
          {
            uriSan: spiffe('orders'),
            runsAs: [{ ref: orders.ref, name: 'orders' }],
            runsAsTotal: 1,
            policy: 'no-orders',
            count: 5,
            lastDenied: '2026-11-23T00:00:00.000Z',
          },
          expect.objectContaining({
            runsAs: [{ ref: payments.ref, name: 'payments' }],
          }),
        ],
        othersCount: 2,
      },
      notKnown: [],
    });
  });

  it('names nobody that the caller may not see', async () => {
    const { body, text } = await ask(orders.ref, ledger.ref);
    expect(body.logged).toMatchObject({
      callers: [{ uriSan: spiffe('payments') }],
      othersCount: 7,
    });
    expect(text).not.toContain('orders');
    expect(text).not.toContain('ledger');
  });

  it('answers for a hidden service as for one that is not there', async () => {
    expect((await ask(payments.ref)).status).toBe(404);
  });
});

describe('POST /graph/impact', () => {
  const impact = (body: object) =>
    setUp()
      .post('/graph/impact')
      .send({ controlPlane: 'eu', mesh: 'default', ...body });

  it('tells what breaks if a permission goes', async () => {
    const { body } = await impact({
      remove: [{ kind: 'MeshTrafficPermission', name: 'to-payments' }],
    });
    expect(body).toMatchObject({
      opens: 0,
      closes: 2,
      breaks: 1,
      edges: [
        { source: orders.ref, target: payments.ref, change: 'removed' },
        { source: quiet.ref, target: payments.ref, change: 'removed' },
      ],
    });
    expect(body.nodes).toHaveLength(3);
  });

  it('tells what opens if a policy is written', async () => {
    const { body } = await impact({
      add: [
        JSON.stringify(
          permission('new', 'ledger', { allow: [spiffe('quiet')] }),
        ),
      ],
    });
    expect(body).toMatchObject({
      opens: 1,
      closes: 0,
      edges: [{ source: quiet.ref, target: ledger.ref, change: 'added' }],
    });
  });

  it('sees a policy that is written anew as replaced', async () => {
    const { body } = await impact({
      add: [
        JSON.stringify(
          permission('to-payments', 'payments', { allow: [spiffe('orders')] }),
        ),
      ],
    });
    expect(body).toMatchObject({ opens: 0, closes: 1, breaks: 0 });
  });

  it.each([
    [{ add: ['{"type":"MeshGateway","name":"x"}'] }, 400],
    [{ add: ['a: [1'] }, 400],
    [{ remove: [{ kind: 'MeshTrafficPermission', name: 'nope' }] }, 404],
    [{ mesh: 7 }, 400],
  ])('refuses %j with %d', async (body, status) => {
    expect((await impact(body)).status).toBe(status);
  });
});
