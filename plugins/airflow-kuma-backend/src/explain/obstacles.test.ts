import { noGrants } from '../graph/__testUtils__/FakeInventory';
import { NOW } from '../graph/__testUtils__/facts';
import { FakeInventory } from '../graph/__testUtils__/FakeInventory';
import { dataplane, meshSnapshot } from '../graph/__testUtils__/resources';
import { FactsReader } from '../graph/facts/FactsReader';
import { identifyDags } from '../graph/facts/identifyDags';
import {
  ask,
  byLabel,
  orders,
  payments,
  proxy,
  setUp,
} from './__testUtils__/ask';
import { Explainer } from './Explainer';
import { ExplainedObstacles } from './ObstacleReader';

const expired = {
  expires: '2026-11-22T22:00:00Z',
  regenerations: 1,
  issuer: 'kri_mid_default_zone-1__identity_',
};

/** Each keeps calls from going as a permission says. */
const OBSTACLES: [
  name: string,
  change: (inventory: FakeInventory) => void,
  fact: RegExp,
][] = [
  [
    "the DAG's proxy is offline",
    inventory => {
      inventory.proxyFacts[0] = proxy('airflow-orders', { status: 'offline' });
    },
    /airflow-orders is offline/,
  ],
  [
    "the service's proxy is offline",
    inventory => {
      inventory.proxyFacts[1] = proxy('payments', { status: 'offline' });
    },
    /payments is offline/,
  ],
  [
    "the DAG's certificate has expired",
    inventory => {
      inventory.proxyFacts[0] = proxy('airflow-orders', {
        certificate: expired,
      });
    },
    /certificate of airflow-orders expired/,
  ],
  [
    "the service's certificate has expired",
    inventory => {
      inventory.proxyFacts[1] = proxy('payments', { certificate: expired });
    },
    /certificate of payments expired/,
  ],
  [
    "the DAG's proxy has no way out",
    inventory => {
      const proxies = inventory.snapshot!.dataplanes as any[];
      proxies[0] = {
        ...proxies[0],
        networking: {
          ...proxies[0].networking,
          transparentProxying: {
            reachableBackends: {
              refs: [{ kind: 'MeshService', name: 'ledger' }],
            },
          },
        },
      };
    },
    /reachableBackends of airflow-orders leave payments out.*never the 403/,
  ],
  [
    "the service's proxy refuses its configuration",
    inventory => {
      inventory.proxyFacts[1] = proxy('payments', {
        sync: {
          sent: 12,
          acknowledged: 10,
          rejected: 2,
          rejectedGrewAt: NOW,
          lastUpdate: '2026-11-22T23:59:00Z',
          unchangedSince: '2026-11-22T20:00:00Z',
        },
      });
    },
    /payments refuses/,
  ],
];

async function obstaclesAfter(change: (inventory: FakeInventory) => void) {
  const inventory = setUp();
  change(inventory);
  const identify = (
    dags: Parameters<typeof identifyDags>[1],
    proxies: Parameters<typeof identifyDags>[2],
  ) => identifyDags([byLabel], dags, proxies);
  const reader = new ExplainedObstacles(
    new Explainer({
      inventory,
      identify,
      reader: new FactsReader({ inventory, grants: noGrants, identify }),
      now: () => new Date(NOW),
    }),
  );
  const pair = { dag: orders.ref, service: payments.ref, port: 80 };
  return reader.of([pair, pair]);
}

describe('what a permission does not mend', () => {
  it('is nothing where all is well, also where the call is refused', async () => {
    expect(await obstaclesAfter(() => {})).toEqual([]);
    expect(
      await obstaclesAfter(inventory => {
        inventory.snapshot!.meshTrafficPermissions = [];
      }),
    ).toEqual([]);
  });

  it.each(OBSTACLES)(
    'is told where %s, in the words of Explain and once',
    async (_name, change, fact) => {
      const found = await obstaclesAfter(change);
      expect(found).toEqual([
        { fact: expect.stringMatching(fact), advice: expect.any(String) },
      ]);
      const { chain, remedies } = await ask(change);
      expect(chain.map(link => link.fact)).toContain(found[0].fact);
      expect(remedies.map(({ text }) => text)).toContain(found[0].advice);
    },
  );

  it('is told where the mesh does not enforce', async () => {
    const [{ fact }] = await obstaclesAfter(inventory => {
      inventory.snapshot = meshSnapshot({
        ...inventory.snapshot,
        meshIdentities: [],
        dataplanes: ['airflow-orders', 'payments'].map(dataplane),
      });
    });
    expect(fact).toMatch(/neither|does not|not enforce|no identity/i);
  });
});
