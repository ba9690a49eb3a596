import {
  createEvaluator,
  KumaResource,
  MeshSnapshot,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  dataplane,
  meshService,
  meshSnapshot,
  spiffe,
} from '../../graph/__testUtils__/resources';
import { legacyMesh } from '../__testUtils__/legacyMesh';
import { ResolvedAccess } from '../types';
import { meshView } from './meshView';
import { planGrant } from './planGrant';

const external: KumaResource = {
  type: 'MeshExternalService',
  mesh: 'default',
  name: 'openai',
  labels: { 'kuma.io/zone': 'zone-1' },
  snis: [{ port: 443, sni: 'sni.extsvc.default.zone-1.openai.443' }],
  spec: { match: { type: 'HostnameGenerator', port: 443, protocol: 'http' } },
};
const egress: KumaResource = {
  ...dataplane('egress'),
  networking: {
    address: '127.0.0.1',
    inbound: [],
    listeners: [
      { type: 'ZoneEgress', address: '10.0.0.9', port: 10002, name: 'egress' },
    ],
  },
};

function plan(
  snapshot: MeshSnapshot,
  target: Partial<ResolvedAccess['targets'][number]> = {},
  uriSans = [spiffe('orders')],
) {
  return planGrant(
    meshView(snapshot, createEvaluator(snapshot)),
    {
      controlPlane: 'eu',
      mesh: 'default',
      dags: [],
      identities: [{ uriSans }],
      targets: [
        {
          ref: '',
          kind: 'MeshService',
          name: 'payments',
          displayName: 'payments',
          port: 80,
          owner: '',
          ...target,
        },
      ],
    },
    'abcdefghij',
  );
}

describe('planGrant', () => {
  const openai = {
    kind: 'MeshExternalService' as const,
    name: 'openai',
    displayName: 'openai',
    port: 443,
  };
  it.each([
    ['nobody decides', {}, 'a permission would change nothing'],
    [
      'the mesh forbids it',
      {
        mesh: {
          type: 'Mesh',
          name: 'default',
          routing: { defaultForbidMeshExternalServiceAccess: true },
        },
      },
      'grants are not written for external services',
    ],
    [
      'an egress of the mesh decides',
      { dataplanes: [dataplane('orders'), egress] },
      'grants are not written for external services',
    ],
  ])('writes nothing for an external service where %s', (_case, more, why) => {
    const { plan: written, refusals } = plan(
      meshSnapshot({
        dataplanes: [dataplane('orders')],
        meshExternalServices: [external],
        ...more,
      }),
      openai,
    );
    expect(refusals).toEqual([expect.stringContaining(why)]);
    expect(written).toEqual({ policies: [], merged: [] });
  });

  const kubernetes = {
    kubernetes: true,
    deployment: {
      mode: 'zone',
      environment: 'kubernetes',
      federated: true,
      systemNamespace: 'mesh-system',
    },
  };
  const inNamespace = (namespace: string) => (proxy: KumaResource) => ({
    ...proxy,
    labels: { ...proxy.labels, 'k8s.kuma.io/namespace': namespace },
  });

  it('places a permission by SPIFFE ID with the proxies that it protects', () => {
    const proxies = ['orders', 'payments'].map(dataplane);
    const { plan: written } = plan(
      meshSnapshot({
        ...kubernetes,
        dataplanes: proxies.map(inNamespace('shop')),
        meshServices: [meshService('payments')],
      }),
    );
    expect(written.policies).toMatchObject([
      {
        labels: { 'k8s.kuma.io/namespace': 'shop', 'kuma.io/origin': 'zone' },
        spec: { targetRef: { labels: { 'k8s.kuma.io/namespace': 'shop' } } },
      },
    ]);
  });

  it('places one by tags with the control plane, which may protect all', () => {
    const mesh = legacyMesh(['orders', 'payments'], []);
    const view = createEvaluator(mesh);
    const { plan: written, refusals } = plan(
      { ...mesh, ...kubernetes },
      {},
      view.identityOf('orders').uriSans,
    );
    expect(refusals).toEqual([]);
    expect(written.policies).toMatchObject([
      {
        labels: {
          'k8s.kuma.io/namespace': 'mesh-system',
          'kuma.io/origin': 'zone',
        },
      },
    ]);
  });

  describe('a port that two services share', () => {
    // A headless and a regular Service over one pod port: two inbounds, one
    // listener, so that a policy for one applies to both (measured).
    const shared = (names: [string?, string?]) => {
      const mesh = legacyMesh(['orders', 'payments', 'other'], []);
      const dataplanes = mesh.dataplanes.map(proxy => {
        if (proxy.name !== 'payments') return proxy;
        const networking = proxy.networking as { inbound: object[] };
        const [inbound] = networking.inbound;
        return {
          ...proxy,
          networking: {
            ...networking,
            inbound: names.map((name, index) => ({
              ...inbound,
              name,
              tags: {
                'kuma.io/service':
                  index === 0 ? 'payments' : 'payments-headless',
              },
            })),
          },
        };
      });
      return { ...mesh, dataplanes };
    };

    it.each<[string, [string?, string?]]>([
      ['of one name', ['http', 'http']],
      ['of two names', ['http', 'http-headless']],
      ['without names', [undefined, undefined]],
    ])('is granted with inbounds %s', (_what, names) => {
      const mesh = shared(names);
      const view = createEvaluator(mesh);
      const { uriSans } = view.identityOf('orders');
      const { plan: written, refusals } = plan(mesh, {}, uriSans);
      expect(refusals).toEqual([]);
      const after = createEvaluator({
        ...mesh,
        meshTrafficPermissions: written.policies,
      });
      const { verdict } = after.evaluateService(
        { uriSans },
        { kind: 'MeshService', name: 'payments', port: 80 },
      );
      expect(verdict.enforced).toBe('allow');
    });
  });

  describe('what an older version does not know', () => {
    /** Two services of one tag, so that tags alone do not tell them apart. */
    const oneTag = (version: string, name?: string) => {
      const mesh = legacyMesh(['orders', 'payments', 'refunds'], []);
      return {
        ...mesh,
        version,
        dataplanes: mesh.dataplanes.map(proxy => {
          const networking = proxy.networking as { inbound: object[] };
          return proxy.name === 'orders'
            ? proxy
            : {
                ...proxy,
                networking: {
                  ...networking,
                  inbound: networking.inbound.map(inbound => ({
                    ...inbound,
                    name,
                    tags: { 'kuma.io/service': 'pay' },
                  })),
                },
              };
        }),
        meshServices: ['payments', 'refunds'].map(service => ({
          ...meshService(service),
          spec: {
            ports: [{ port: 80, targetPort: 20000 }],
            selector: {
              dataplaneLabels: { matchLabels: { app: service } },
            },
          },
        })),
      };
    };

    const tags = [expect.stringContaining('selects by tags alone')];
    const noName = [expect.stringContaining('has none; give it a name')];
    it.each<[string, string | undefined, unknown[]]>([
      ['2.9.19', 'http', tags],
      ['2.9.19', undefined, tags],
      ['2.11.17', undefined, noName],
      ['2.11.17', 'http', []],
      ['2.12.14', undefined, []],
      ['2.14.3', undefined, []],
    ])('%s with an inbound named %s: %s', (version, name, why) => {
      const mesh = oneTag(version, name);
      const view = createEvaluator(mesh);
      const { plan: written, refusals } = plan(
        mesh,
        {},
        view.identityOf('orders').uriSans,
      );
      expect(refusals).toEqual(why);
      expect(written.policies).toHaveLength(1 - why.length);
    });
  });
});
