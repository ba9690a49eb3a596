import { KumaResource } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { RawProxy } from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { normaliseServices, ServiceSources } from './normaliseServices';
import { KumaSettings } from './settings';

const settings = {
  name: 'eu',
  labels: {},
  owners: { rules: [] },
} as unknown as KumaSettings;

/** A proxy with one inbound per tag; a port beside a tag goes before 8080. */
function proxy(
  name: string,
  ...inbounds: { tag: string; port?: number; state?: string }[]
): RawProxy {
  return {
    name,
    mesh: 'default',
    labels: {},
    status: 'online',
    resource: {
      type: 'Dataplane',
      mesh: 'default',
      name,
      networking: {
        inbound: inbounds.map(({ tag, port, state }, index) => ({
          port: port ?? 8080 + index,
          state,
          tags: { 'kuma.io/service': tag },
        })),
      },
    },
  } as unknown as RawProxy;
}

const meshService = (name: string, tag = name): KumaResource =>
  ({
    type: 'MeshService',
    mesh: 'default',
    name,
    spec: {
      selector: { dataplaneTags: { 'kuma.io/service': tag } },
      ports: [{ port: 80, targetPort: 8080 }],
    },
  } as unknown as KumaResource);

const external = (name: string, tag: string, address: string): KumaResource =>
  ({
    type: 'ExternalService',
    mesh: 'default',
    name,
    networking: { address },
    tags: { 'kuma.io/service': tag },
  } as unknown as KumaResource);

function namesIn(mode: string | undefined, more: Partial<ServiceSources>) {
  return normaliseServices(
    {
      mesh: {
        type: 'Mesh',
        name: 'default',
        ...(mode && { meshServices: { mode } }),
      } as KumaResource,
      meshServices: [],
      meshMultiZoneServices: [],
      meshExternalServices: [],
      externalServices: [],
      proxies: [],
      ...more,
    },
    settings,
  )
    .map(({ kind, name }) => `${kind}/${name}`)
    .sort();
}

describe('normaliseServices', () => {
  const proxies = [
    proxy('cart-0', { tag: 'cart' }),
    proxy('stock-0', { tag: 'stock_1' }),
  ];

  it.each([undefined, 'Disabled', 'Everywhere', 'ReachableBackends'])(
    'keeps services known by tag beside MeshServices in mode %s',
    mode => {
      const meshServices = [meshService('cart')];
      expect(namesIn(mode, { proxies, meshServices })).toEqual([
        'MeshService/cart',
        'ServiceTag/stock_1',
      ]);
      expect(namesIn(mode, { proxies })).toEqual([
        'ServiceTag/cart',
        'ServiceTag/stock_1',
      ]);
    },
  );

  it('knows no tags in an Exclusive mesh, where nobody is called by them', () => {
    const meshServices = [meshService('cart')];
    expect(namesIn('Exclusive', { proxies, meshServices })).toEqual([
      'MeshService/cart',
    ]);
  });

  it('tells two tags of one proxy apart', () => {
    const both = [proxy('pod-0', { tag: 'cart' }, { tag: 'admin' })];
    expect(
      namesIn('Everywhere', {
        proxies: both,
        meshServices: [meshService('cart')],
      }),
    ).toEqual(['MeshService/cart', 'ServiceTag/admin']);
  });

  it('keeps a tag of which a MeshService has a part only', () => {
    const one: KumaResource = {
      ...meshService('cart-zone-1'),
      spec: {
        selector: { dataplaneRef: { name: 'cart-0' } },
        ports: [{ port: 80, targetPort: 8080 }],
      },
    };
    expect(
      namesIn('Everywhere', {
        proxies: [...proxies, proxy('cart-1', { tag: 'cart' })],
        meshServices: [one],
      }),
    ).toEqual([
      'MeshService/cart-zone-1',
      'ServiceTag/cart',
      'ServiceTag/stock_1',
    ]);
  });

  it('takes a task pod without a Service for a workload, not for a service', () => {
    const pod = proxy('task-0', { tag: 'task-0_airflow_svc', port: 49151 });
    expect(namesIn(undefined, { proxies: [pod] })).toEqual([]);
  });

  it('makes no service of an ignored inbound', () => {
    const pod = proxy(
      'pod-0',
      { tag: 'cart' },
      { tag: 'old', state: 'Ignored' },
    );
    expect(namesIn(undefined, { proxies: [pod] })).toEqual(['ServiceTag/cart']);
  });

  it('shows several ExternalServices of one tag as one, with all addresses', () => {
    const services = normaliseServices(
      {
        mesh: { type: 'Mesh', name: 'default' } as KumaResource,
        meshServices: [],
        meshMultiZoneServices: [],
        meshExternalServices: [],
        externalServices: [
          external('bank-1', 'bank', 'a.example.com:443'),
          external('bank-2', 'bank', 'b.example.com:8443'),
          external('post', 'post', 'post.example.com:443'),
        ],
        proxies: [],
      },
      settings,
    );
    expect(services.map(({ name }) => name)).toEqual(['bank', 'post']);
    expect(services[0]).toMatchObject({
      addresses: ['a.example.com:443', 'b.example.com:8443'],
      ports: [{ port: 443 }, { port: 8443 }],
    });
  });
});
