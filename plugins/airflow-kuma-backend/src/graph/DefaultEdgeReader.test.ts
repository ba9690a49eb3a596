import {
  FakeInventory,
  noGrants,
  seesAllBut,
} from './__testUtils__/FakeInventory';
import { calls, dag, runsAs, service } from './__testUtils__/facts';
import {
  dataplane,
  meshService,
  meshSnapshot,
  permission,
  spiffe,
} from './__testUtils__/resources';
import { DefaultEdgeReader } from './DefaultEdgeReader';
import { FactsReader } from './facts/FactsReader';

const orders = dag('orders', calls('payments'));
const quiet = dag('quiet');
const payments = service('payments');
const identities = new Map([
  [orders.ref, runsAs('airflow-orders')],
  [quiet.ref, runsAs('airflow-quiet')],
]);
const toPayments = permission('to-payments', 'payments', {
  allow: [spiffe('airflow-orders'), spiffe('airflow-quiet')],
});

function setUp() {
  const inventory = new FakeInventory();
  inventory.dagFacts = [orders, quiet];
  inventory.serviceFacts = [payments];
  inventory.snapshot = meshSnapshot({
    dataplanes: [dataplane('payments')],
    meshServices: [meshService('payments')],
    meshTrafficPermissions: [toPayments],
  });
  const reader = new DefaultEdgeReader(
    new FactsReader({
      inventory,
      grants: noGrants,
      identify: () => identities,
    }),
  );
  return { inventory, reader };
}

describe('DefaultEdgeReader', () => {
  it('answers by DAG and by service', async () => {
    const { reader } = setUp();
    expect(await reader.edgesOfDag(orders.ref)).toMatchObject([
      { service: payments.ref, state: 'aligned' },
    ]);
    expect(await reader.edgesOfService(payments.ref)).toHaveLength(1);
    expect(await reader.edgesOfDag(quiet.ref)).toEqual([]);
    expect(await reader.identitiesOf(quiet.ref)).toMatchObject([
      { uriSans: [spiffe('airflow-quiet')] },
    ]);
  });

  it('knows who may call a service, whether an edge says so or not', async () => {
    const { reader } = setUp();
    const { dags } = await reader.mayCall(payments, seesAllBut());
    expect(dags.map(({ ref }) => ref)).toEqual([orders.ref, quiet.ref]);
    const hidden = await reader.mayCall(payments, seesAllBut(quiet.ref));
    expect(hidden.dags.map(({ ref }) => ref)).toEqual([orders.ref]);
    const unread = service('far', { mesh: 'never-read' });
    expect(await reader.mayCall(unread, seesAllBut())).toMatchObject({
      dags: [],
      unknown: 2,
      callers: { everybody: false, identities: { total: 0 } },
    });
  });

  it('reads again only when something changed', async () => {
    const { inventory, reader } = setUp();
    await reader.edges();
    await reader.edges();
    expect(inventory.reads).toBe(1);

    inventory.snapshot = { ...inventory.snapshot!, meshTrafficPermissions: [] };
    inventory.currentRevision += 1;
    expect(await reader.edges()).toMatchObject([{ state: 'needs-permission' }]);
    expect(inventory.reads).toBe(2);
  });

  it('tells a past instant from now', async () => {
    const { inventory, reader } = setUp();
    inventory.past = new FakeInventory();
    inventory.past.dagFacts = [orders];
    inventory.past.serviceFacts = [payments];
    inventory.past.currentRevision = 0;
    inventory.past.snapshot = {
      ...inventory.snapshot!,
      meshTrafficPermissions: [],
    };
    const asOf = '2026-11-01T00:00:00.000Z';
    expect(await reader.edges({ asOf })).toMatchObject([
      { state: 'needs-permission' },
    ]);
    expect(await reader.edges()).toMatchObject([{ state: 'aligned' }]);
  });

  it('asks again after a failed read', async () => {
    const { inventory, reader } = setUp();
    jest
      .spyOn(inventory, 'services')
      .mockRejectedValueOnce(new Error('database is gone'));
    await expect(reader.edges()).rejects.toThrow('database is gone');
    expect(await reader.edges()).toHaveLength(1);
  });
});
