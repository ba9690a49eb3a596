import request from 'supertest';
import { DetailsService } from '../../inventory/details/DetailsService';
import { FailureViewer } from '../../inventory/details/FailureViewer';
import {
  FakeInventory,
  noGrants,
  seesAllBut,
} from '../__testUtils__/FakeInventory';
import {
  calls,
  dag,
  graphFacts,
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
import { createQueryRouter } from '../routes/createQueryRouter';
import { whoMayCall } from './whoMayCall';

const payments = service('payments');
const checkout = service('checkout');
const orders = dag('orders', calls('payments'));
const quiet = dag('quiet');
const identities = new Map([
  [orders.ref, runsAs('airflow', 2)],
  [quiet.ref, runsAs('airflow', 2)],
]);
const mesh = {
  dataplanes: ['payments', 'checkout', 'billing', 'airflow'].map(dataplane),
  meshServices: ['payments', 'checkout'].map(meshService),
};
const ask = (
  permissions: ReturnType<typeof permission>[],
  ...hidden: string[]
) =>
  whoMayCall(
    graphFacts({
      dags: [orders, quiet],
      services: [payments, checkout],
      identities,
      snapshot: { ...mesh, meshTrafficPermissions: permissions },
    }),
    payments,
    seesAllBut(...hidden),
  );

describe('whoMayCall', () => {
  it('lists services and workloads that are no DAGs as those that are', () => {
    const found = ask([
      permission('some', 'payments', {
        allow: ['airflow', 'checkout', 'billing'].map(spiffe),
      }),
    ]);
    expect(found).toMatchObject({
      everybody: false,
      withoutCertificate: false,
      identities: {
        total: 3,
        listed: [
          {
            uriSans: [spiffe('airflow')],
            proxies: 1,
            ports: [80],
            runsAs: [{ ref: orders.ref }, { ref: quiet.ref }],
            runsAsTotal: 2,
          },
          // A workload that is neither DAG nor service is known by its ID alone.
          { uriSans: [spiffe('billing')], runsAs: [], runsAsTotal: 0 },
          { uriSans: [spiffe('checkout')], runsAs: [{ ref: checkout.ref }] },
        ],
      },
      named: { total: 0 },
    });
  });

  it('lists patterns, and identities that nobody shows', () => {
    const found = ask([
      permission('some', 'payments', {
        allow: [spiffe('gone'), spiffe('airflow')],
        allowPrefix: [spiffe('bill'), spiffe('later-')],
      }),
    ]);
    expect(found.named).toEqual({
      total: 3,
      listed: [
        { kind: 'exact', value: spiffe('gone'), live: 0 },
        { kind: 'prefix', value: spiffe('bill'), live: 1 },
        { kind: 'prefix', value: spiffe('later-'), live: 0 },
      ],
    });
    expect(found.identities.total).toBe(2);
  });

  it('leaves out whom another rule keeps out, and who is named elsewhere', () => {
    const found = ask([
      permission('some', 'payments', {
        allow: [spiffe('gone')],
        deny: [spiffe('gone')],
      }),
      permission('elsewhere', 'checkout', { allow: [spiffe('other')] }),
    ]);
    expect(found.named.total).toBe(0);
  });

  it('is everybody where a permission lets everybody in', () => {
    const found = ask([
      permission('all', 'payments', { allowPrefix: ['spiffe://'] }),
    ]);
    expect(found).toMatchObject({
      everybody: true,
      withoutCertificate: false,
      identities: { total: 3 },
    });
  });

  it('is nobody where no permission is there', () => {
    expect(ask([])).toMatchObject({
      everybody: false,
      identities: { total: 0, listed: [] },
      named: { total: 0, listed: [] },
    });
  });

  it('names nothing that the caller may not see', () => {
    const found = ask(
      [permission('all', 'payments', { allowPrefix: ['spiffe://'] })],
      quiet.ref,
      checkout.ref,
    );
    expect(JSON.stringify(found)).not.toContain(quiet.ref);
    expect(JSON.stringify(found)).not.toContain(checkout.ref);
  });
});

describe("who may call, on the service's page and in the graph's panel", () => {
  const inventory = new FakeInventory();
  inventory.dagFacts = [orders, quiet];
  inventory.serviceFacts = [payments, checkout];
  inventory.snapshot = meshSnapshot({
    ...mesh,
    meshTrafficPermissions: [
      permission('some', 'payments', {
        allow: [spiffe('gone'), spiffe('airflow'), spiffe('checkout')],
        allowPrefix: [spiffe('bill')],
      }),
    ],
  });
  const edges = new DefaultEdgeReader(
    new FactsReader({
      inventory,
      grants: noGrants,
      identify: () => identities,
    }),
  );
  const visible = seesAllBut();

  it('is the same', async () => {
    const details = DetailsService.create({
      inventory,
      edges,
      failures: { show: async runs => runs } as Pick<
        FailureViewer,
        'show'
      > as FailureViewer,
    });
    const page = await details.service(payments.ref, visible);
    const callers = testCallers({ visible: () => visible });
    const router = createQueryRouter({ edges, inventory, callers });
    const { body: panel } = await request(serveRouter(router)).get(
      `/graph/reach?to=${payments.ref}`,
    );

    const { total, dags, ...onPage } = page.mayCall;
    expect(panel.callers).toEqual(onPage);
    expect(onPage).toMatchObject({
      identities: { total: 3 },
      named: { total: 2 },
    });
    // The page lists those DAGs that declare it, or were seen, among its edges.
    const linked = page.edges.flatMap(edge => edge.dags.map(({ ref }) => ref));
    expect(panel.items.map(({ ref }: { ref: string }) => ref).sort()).toEqual(
      [...linked, ...dags.map(({ ref }) => ref)].sort(),
    );
    expect(panel.total).toBe(total + linked.length);
  });
});
