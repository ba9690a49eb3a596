import {
  Explanation,
  ExplainLink,
  Proxy,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  FakeInventory,
  noGrants,
} from '../../graph/__testUtils__/FakeInventory';
import { calls, dag, NOW, service } from '../../graph/__testUtils__/facts';
import {
  dataplane,
  meshService,
  meshSnapshot,
  permission,
  spiffe,
} from '../../graph/__testUtils__/resources';
import { FactsReader } from '../../graph/facts/FactsReader';
import { identifyDags } from '../../graph/facts/identifyDags';
import { explain } from '../explain';
import { Explainer } from '../Explainer';
import { LayoutReader } from '../layout/LayoutReader';

export const orders = dag('orders', calls('payments'));
export const payments = service('payments');
export const everything = { has: () => true, key: 'all' };
export const caller = spiffe('airflow-orders');
export const toPayments = permission('orders-to-payments', 'payments', {
  allow: [caller],
});

export function proxy(name: string, more?: Partial<Proxy>): Proxy {
  return {
    controlPlane: 'eu',
    mesh: 'default',
    name,
    labels: { app: name },
    status: 'online',
    since: '2026-11-20T00:00:00Z',
    uriSans: [spiffe(name)],
    sync: {
      sent: 10,
      acknowledged: 10,
      rejected: 0,
      lastUpdate: '2026-11-22T20:00:00Z',
      unchangedSince: '2026-11-22T20:00:00Z',
    },
    certificate: {
      expires: '2026-11-23T10:00:00Z',
      lastRegeneration: '2026-11-22T20:00:00Z',
      regenerations: 3,
      issuer: 'kri_mid_default_zone-1__identity_',
    },
    ...more,
  };
}

export function setUp() {
  const inventory = new FakeInventory();
  inventory.dagFacts = [orders];
  inventory.serviceFacts = [payments];
  inventory.proxyFacts = [proxy('airflow-orders'), proxy('payments')];
  inventory.snapshot = meshSnapshot({
    dataplanes: [dataplane('airflow-orders'), dataplane('payments')],
    meshServices: [meshService('payments')],
    meshTrafficPermissions: [toPayments],
  });
  inventory.permissionFacts = [
    {
      controlPlane: 'eu',
      mesh: 'default',
      kind: 'MeshTrafficPermission',
      name: 'orders-to-payments',
      yaml: 'type: MeshTrafficPermission',
      grants: [],
      shadow: false,
      modified: '2026-11-20T00:00:00Z',
    },
  ];
  return inventory;
}

export const byLabel = {
  controlPlane: 'eu',
  mesh: 'default',
  dataplaneLabels: { app: 'airflow-orders' },
};

export async function ask(
  change: (inventory: FakeInventory) => void,
  options?: {
    rules?: (typeof byLabel)[];
    destination?: string;
    layouts?: LayoutReader;
  },
): Promise<Explanation & { link(id: ExplainLink['id']): ExplainLink }> {
  const inventory = setUp();
  change(inventory);
  const identify = (
    dags: Parameters<typeof identifyDags>[1],
    proxies: Parameters<typeof identifyDags>[2],
  ) => identifyDags(options?.rules ?? [byLabel], dags, proxies);
  const explainer = new Explainer({
    inventory,
    identify,
    layouts: options?.layouts,
    reader: new FactsReader({ inventory, grants: noGrants, identify }),
    now: () => new Date(NOW),
  });
  const facts = await explainer.facts({
    source: orders.ref,
    destination: options?.destination ?? payments.ref,
    port: 80,
  });
  const explanation = explain(facts, everything);
  return {
    ...explanation,
    link: id => explanation.chain.find(link => link.id === id)!,
  };
}

export const problems = ({ chain }: Explanation) =>
  chain.filter(({ status }) => status === 'problem').map(({ id }) => id);
