import { FakeInventory } from '../__testUtils__/FakeInventory';
import { calls, dag, runsAs, service } from '../__testUtils__/facts';
import { DeclaredReader } from './DeclaredReader';

const payments = service('payments');
const elsewhere = service('payments', { mesh: 'other' });
const orders = dag('orders', calls('payments', 'payments.svc.mesh.local'));

function read(
  change: (inventory: FakeInventory) => void,
  options?: { defaultMesh?: string },
) {
  const inventory = new FakeInventory();
  inventory.dagFacts = [orders, dag('quiet')];
  inventory.serviceFacts = [payments];
  change(inventory);
  return new DeclaredReader({
    inventory,
    identify: () => new Map([[orders.ref, runsAs('airflow-orders')]]),
    ...options,
  }).services();
}

describe('DeclaredReader', () => {
  it('finds the services that DAGs declare, each once', async () => {
    const services = await read(() => {});
    expect(services.get(orders.ref)).toEqual([payments.ref]);
    expect(services.get(dag('quiet').ref)).toEqual([]);
  });

  it('leaves out what nothing is known as', async () => {
    const services = await read(inventory => {
      inventory.serviceFacts = [];
    });
    expect(services.get(orders.ref)).toEqual([]);
  });

  it('prefers the mesh that the DAG runs in', async () => {
    const services = await read(inventory => {
      inventory.serviceFacts = [elsewhere, payments];
    });
    expect(services.get(orders.ref)).toEqual([payments.ref]);
  });
});
