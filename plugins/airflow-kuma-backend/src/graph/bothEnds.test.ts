import { KumaResource } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { seesAllBut } from './__testUtils__/FakeInventory';
import { calls, dag, graphFacts, runsAs, service } from './__testUtils__/facts';
import {
  dataplane,
  meshService,
  meshSnapshot,
  permission,
  reaching,
  spiffe,
} from './__testUtils__/resources';
import { buildEdges } from './edges/buildEdges';
import { findImpact } from './queries/impact';
import { findPath } from './queries/path';
import { whatReaches, whoReaches } from './queries/reach';

const everything = seesAllBut();
const payments = service('payments');
const ledger = service('ledger');
const orders = dag('orders', calls('payments', 'ledger'));

/** A mesh in which `orders` may call `payments`, and nobody `ledger`. */
function setUp(
  callers: KumaResource[],
  options: { snapshot?: object; proxies?: string[] } = {},
) {
  const snapshot = {
    dataplanes: [dataplane('payments'), dataplane('ledger'), ...callers],
    meshServices: [meshService('payments'), meshService('ledger')],
    meshTrafficPermissions: [
      permission('to-payments', 'payments', { allow: [spiffe('orders')] }),
    ],
    ...options.snapshot,
  };
  const facts = graphFacts({
    dags: [orders],
    services: [payments, ledger],
    identities: new Map([
      [
        orders.ref,
        runsAs('orders', 1, {
          proxies: options.proxies ?? callers.map(({ name }) => name),
        }),
      ],
    ]),
    snapshot,
  });
  const edges = buildEdges(facts);
  return {
    facts,
    snapshot: meshSnapshot(snapshot),
    set: {
      version: '',
      facts,
      edges,
      byDag: new Map([[orders.ref, edges]]),
      byService: new Map(),
    },
    permitted: (to: { ref: string }) =>
      edges.find(({ service: ref }) => ref === to.ref)!.permitted,
    state: (to: { ref: string }) =>
      edges.find(({ service: ref }) => ref === to.ref)!.state,
  };
}

describe('what is permitted has two ends', () => {
  it('is allowed where both are open', () => {
    const { permitted, state } = setUp([reaching('orders', 'payments')]);
    expect(permitted(payments)).toMatchObject({
      outcome: 'allow',
      decides: 'destination',
      wayOut: { state: 'open', proxies: 1 },
    });
    expect(permitted(payments).lacks).toBeUndefined();
    expect(state(payments)).toBe('aligned');
  });

  it('is denied where the caller has no way out, whatever is permitted', () => {
    const { permitted, state } = setUp([reaching('orders')]);
    expect(permitted(payments)).toMatchObject({
      outcome: 'deny',
      decides: 'caller',
      lacks: 'way-out',
      reason: 'reachableBackends of orders leave payments out.',
      // What the destination says stands beside it.
      ports: [{ verdict: { enforced: 'allow' } }],
    });
    expect(permitted(ledger)).toMatchObject({
      outcome: 'deny',
      decides: 'both',
      lacks: 'both',
      reason: expect.stringMatching(
        /^reachableBackends of orders leave ledger out\. And at the destination: /,
      ),
    });
    expect(state(payments)).toBe('needs-permission');
  });

  it('lacks the permission alone where the way out is open', () => {
    const { permitted } = setUp([reaching('orders', 'ledger')]);
    expect(permitted(ledger)).toMatchObject({
      outcome: 'deny',
      decides: 'destination',
      lacks: 'permission',
    });
  });

  it('is as open as the least open proxy, and says of how many that is', () => {
    const { permitted } = setUp([
      reaching('orders', 'payments'),
      reaching('orders-2', 'payments'),
      reaching('orders-3', 'ledger'),
    ]);
    expect(permitted(payments)).toMatchObject({
      outcome: 'deny',
      decides: 'caller',
      reason: expect.stringContaining('1 of 3 proxies'),
    });
  });

  it('is judged at the destination where proxies only take calls, or none runs', () => {
    for (const proxies of [['orders'], ['gone']]) {
      const { permitted } = setUp([dataplane('orders')], { proxies });
      expect(permitted(payments).outcome).toBe('allow');
      expect(permitted(payments).wayOut).toBeUndefined();
    }
  });

  it('is unknown where none runs and the control plane closes what is not listed', () => {
    const { permitted } = setUp([], { snapshot: { restrictOutbound: true } });
    expect(permitted(payments)).toMatchObject({
      outcome: 'unknown',
      decides: 'caller',
      reason: expect.stringContaining('no proxy of the caller runs'),
    });
  });

  it('is unknown where nothing is enforced and the way out is closed', () => {
    const mtls = { meshIdentities: [] };
    const { permitted } = setUp([reaching('orders')], { snapshot: mtls });
    // Past the mesh the call may get there all the same.
    expect(permitted(payments)).toMatchObject({
      outcome: 'unknown',
      decides: 'caller',
    });
  });
});

describe('questions to the graph', () => {
  it('reach only what both ends let through', () => {
    const open = setUp([reaching('orders', 'payments')]);
    expect(whoReaches(open.set, payments, everything).items).toHaveLength(1);
    const closed = setUp([reaching('orders', 'ledger')]);
    expect(whoReaches(closed.set, payments, everything)).toEqual({
      items: [],
      unknown: 0,
    });
    expect(whatReaches(closed.set, orders, everything).items).toEqual([]);
    const untold = setUp([], { snapshot: { restrictOutbound: true } });
    expect(whoReaches(untold.set, payments, everything).unknown).toBe(1);
  });

  it('find no path through a closed way out', () => {
    const onwards = permission('onwards', 'ledger', {
      allow: [spiffe('payments')],
    });
    const toPayments = permission('to-payments', 'payments', {
      allow: [spiffe('orders')],
    });
    const hops = (...services: string[]) =>
      findPath(
        setUp([reaching('orders', 'payments')], {
          snapshot: {
            dataplanes: [
              reaching('payments', ...services),
              dataplane('ledger'),
              reaching('orders', 'payments'),
            ],
            meshTrafficPermissions: [toPayments, onwards],
          },
        }).facts,
        orders,
        ledger,
        everything,
      ).hops.length;
    expect(hops('ledger')).toBe(2);
    expect(hops('payments')).toBe(0);
  });

  it('say that a permission alone opens nothing', async () => {
    const opens = async (...services: string[]) => {
      const { set, snapshot } = setUp([reaching('orders', ...services)]);
      const { opens: count } = await findImpact(
        set,
        snapshot,
        {
          controlPlane: 'eu',
          mesh: 'default',
          add: [
            JSON.stringify(
              permission('new', 'ledger', { allow: [spiffe('orders')] }),
            ),
          ],
        },
        everything,
      );
      return count;
    };
    expect(await opens('ledger')).toBe(1);
    expect(await opens('payments')).toBe(0);
  });
});
