import {
  createKumaClient,
  KumaClient,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import {
  certificatesOf,
  ControlPlane,
  describeLive,
  describeWhere,
  kumaVersion,
  LiveMesh,
  MeshServicesMode,
  ProxySpec,
  TransparentProxying,
  waitFor,
} from './harness';
import { readSnapshot } from './reach/readSnapshot';
import { byEvaluator, byLayout, byListeners, WaysOut } from './reach/waysOut';
import { airflowMesh } from './story/airflowMesh';

// Addresses of services, and Envoys, follow a change within seconds.
const CHANGE = { timeoutMs: 30_000, everyMs: 500 };

const EDITED = 'airflow-orders';
const UNTOUCHED = 'airflow-billing';

const ONLY_LEDGER: TransparentProxying = {
  reachableBackends: { refs: [{ kind: 'MeshService', name: 'ledger' }] },
};

const PAYMENTS = ['payments:80', 'payments:5432'];
const LEDGER = ['ledger:8080'];

/** The two worker pools let their tasks out by transparent proxying. */
const proxies = (airflowMesh.proxies as ProxySpec[]).map(spec =>
  [EDITED, UNTOUCHED].includes(spec.name)
    ? { ...spec, transparentProxying: ONLY_LEDGER }
    : spec,
);

describeLive('ways out of real proxies', ({ binaries, directory }) => {
  const version = kumaVersion(binaries);
  let controlPlane: ControlPlane;
  let client: KumaClient;

  beforeAll(async () => {
    controlPlane = await ControlPlane.start({ binaries, directory });
    client = createKumaClient({
      name: 'live',
      baseUrl: controlPlane.url,
      auth: { type: 'none' },
      maxConcurrentRequests: 4,
      timeoutMilliseconds: 10_000,
    });
  }, 60_000);

  afterAll(() => controlPlane?.stop(), 60_000);

  function suite(meshServices: MeshServicesMode) {
    const name = meshServices.toLowerCase();
    let mesh: LiveMesh;

    beforeAll(async () => {
      mesh = await LiveMesh.start({
        binaries,
        controlPlane,
        directory,
        name,
        certificates: certificatesOf(version, meshServices),
        meshServices,
        proxies,
      });
    }, 240_000);

    afterAll(() => mesh?.stop(), 60_000);

    /** Of what our client reads, what each says of a caller just now. */
    async function waysOutOf(caller: string) {
      const layout = await controlPlane.get(
        `/meshes/${name}/dataplanes/${caller}/_layout`,
      );
      const snapshot = await readSnapshot(client, name);
      const addresses = await mesh.listeners(caller);
      return {
        evaluator: byEvaluator(snapshot, caller),
        envoy: byListeners(snapshot, addresses),
        // Elsewhere the control plane does not tell.
        ...(layout.status === 200 && {
          controlPlane: byLayout(snapshot, layout.body),
        }),
        layoutStatus: layout.status,
      };
    }

    /** Waits until Envoy is so; then the others have to say the same. */
    async function expectOpen(caller: string, open: string[]) {
      const wanted = Object.fromEntries(
        [...PAYMENTS, ...LEDGER].map(port => [
          port,
          open.includes(port) ? 'open' : 'closed',
        ]),
      );
      const said = await waitFor(
        `${open.join(', ') || 'nothing'} to be open for ${caller}`,
        async () => {
          const now = await waysOutOf(caller);
          expect(now.envoy).toMatchObject(wanted);
          expect(settled(now.envoy)).toBe(true);
          return now;
        },
        CHANGE,
      );
      expect(said.evaluator).toEqual(said.envoy);
      if (meshServices === 'Exclusive') {
        expect(said.controlPlane).toEqual(said.envoy);
      } else {
        expect(said.layoutStatus).toBe(400);
      }
    }

    it('are closed to what reachableBackends leave out', async () => {
      await expectOpen(EDITED, LEDGER);
      await expectOpen(UNTOUCHED, LEDGER);
    }, 60_000);

    it('open when reachableBackends are edited to name it', async () => {
      await mesh.letReach(EDITED, {
        reachableBackends: {
          refs: [
            { kind: 'MeshService', name: 'ledger' },
            { kind: 'MeshService', name: 'payments' },
          ],
        },
      });
      await expectOpen(EDITED, [...PAYMENTS, ...LEDGER]);
      // Who was not edited is where it was.
      await expectOpen(UNTOUCHED, LEDGER);
    }, 60_000);

    it('open to the one port that a reference names', async () => {
      await mesh.letReach(EDITED, {
        reachableBackends: {
          refs: [{ kind: 'MeshService', name: 'payments', port: 80 }],
        },
      });
      await expectOpen(EDITED, ['payments:80']);
    }, 60_000);

    it('open to what has the labels of a reference', async () => {
      await mesh.letReach(EDITED, {
        reachableBackends: {
          refs: [{ kind: 'MeshService', labels: { team: 'team-payments' } }],
        },
      });
      await expectOpen(EDITED, PAYMENTS);
    }, 60_000);

    it('are all open where nothing is said', async () => {
      await mesh.letReach(EDITED, {});
      await expectOpen(EDITED, [...PAYMENTS, ...LEDGER]);
    }, 60_000);

    it('are all closed by an empty list', async () => {
      await mesh.letReach(EDITED, { reachableBackends: { refs: [] } });
      await expectOpen(EDITED, []);
    }, 60_000);
  }

  describe('where MeshServices are Exclusive', () => {
    suite('Exclusive');
  });

  describeWhere(
    version,
    'services-everywhere',
    'where MeshServices are Everywhere',
    () => suite('Everywhere'),
  );
});

/** Whether every service has its address, without which it has no listener. */
function settled(ways: WaysOut): boolean {
  return Object.values(ways).every(state => /^(open|closed)$/.test(state));
}
