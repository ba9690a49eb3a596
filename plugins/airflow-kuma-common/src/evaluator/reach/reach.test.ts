import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
// eslint-disable-next-line @backstage/no-relative-monorepo-imports -- the comparer of `./dev verdicts`, which is no package
import { compareReach } from '../../../../../test/verdicts/compareReach';
import { createEvaluator } from '../createEvaluator';
import { KumaResource, MeshSnapshot } from '../types';

const RECORDINGS = resolve(
  __dirname,
  '../../../../../test/recordings/verdicts',
);

const service = (
  name: string,
  more: { ports?: number[]; labels?: object; tag?: string } = {},
): KumaResource => ({
  type: 'MeshService',
  name,
  labels: { 'kuma.io/zone': 'east', ...more.labels },
  spec: {
    ports: (more.ports ?? [80]).map(port => ({ port })),
    ...(more.tag && { identities: [{ type: 'ServiceTag', value: more.tag }] }),
  },
});

const caller = (settings: object | undefined, more: object = {}) => ({
  type: 'Dataplane',
  name: 'caller',
  labels: { 'kuma.io/zone': 'east', ...more },
  networking: {
    address: '10.0.0.1',
    ...(settings && { transparentProxying: settings }),
  },
});

const refs = (...list: unknown[]) => ({ reachableBackends: { refs: list } });

function wayOut(
  dataplane: KumaResource,
  options: {
    mode?: string;
    services?: KumaResource[];
    to?: string;
    port?: number;
    snapshot?: Partial<MeshSnapshot>;
  } = {},
) {
  const { mode = 'Exclusive', services = [service('payments')] } = options;
  const { state, code } = createEvaluator({
    version: '2.14.3',
    cliques: true,
    mesh: { type: 'Mesh', name: 'default', meshServices: { mode } },
    dataplanes: [dataplane],
    meshIdentities: [],
    meshTLSes: [],
    meshServices: services,
    meshMultiZoneServices: [],
    meshExternalServices: [],
    trafficPermissions: [],
    meshTrafficPermissions: [],
    ...options.snapshot,
  }).wayOut('caller', {
    kind: 'MeshService',
    name: options.to ?? 'payments',
    ...(options.port && { port: options.port }),
  });
  return `${state} ${code}`;
}

describe('ways out measured on real Envoys', () => {
  it.each([
    ['envoy-disabled', 135],
    ['envoy-everywhere', 255],
    ['envoy-exclusive', 300],
    ['envoy-reachablebackends', 255],
    ['layout-exclusive', 585],
  ])('agree on all of %s', (name, compared) => {
    const bytes = readFileSync(resolve(RECORDINGS, `reach-${name}.json.gz`));
    const file = JSON.parse(gunzipSync(bytes).toString('utf8'));
    const { disagreements, agree } = compareReach(file);
    expect(disagreements).toEqual([]);
    expect(agree).toBe(compared);
  });
});

describe('the way out', () => {
  it('is left to chance where labels and a port fit several services', () => {
    const services = ['payments', 'ledger'].map(name =>
      service(name, { ports: [80, 90], labels: { domain: 'finance' } }),
    );
    const labels = { domain: 'finance' };
    const withPort = caller(refs({ kind: 'MeshService', labels, port: 80 }));
    expect(wayOut(withPort, { services })).toBe('unknown chance');
    expect(
      wayOut(caller(refs({ kind: 'MeshService', labels })), { services }),
    ).toBe('open listed');
    // No service has that port, so all ports of all of them are open.
    expect(
      wayOut(caller(refs({ kind: 'MeshService', labels, port: 7 })), {
        services,
      }),
    ).toBe('open listed');
    // A reference of its own settles it.
    expect(
      wayOut(
        caller(
          refs(
            { kind: 'MeshService', labels, port: 80 },
            { kind: 'MeshService', name: 'payments' },
          ),
        ),
        { services },
      ),
    ).toBe('open listed');
  });

  it('is as open as the least open port where all are asked for', () => {
    const services = [service('payments', { ports: [80, 90] })];
    const one = caller(
      refs({ kind: 'MeshService', name: 'payments', port: 80 }),
    );
    expect(wayOut(one, { services, port: 80 })).toBe('open listed');
    expect(wayOut(one, { services, port: 90 })).toBe('closed not-listed');
    expect(wayOut(one, { services })).toBe('closed not-listed');
  });

  it('looks for names in the zone and the namespace of the proxy', () => {
    const elsewhere = service('payments', {
      labels: { 'kuma.io/zone': 'west' },
    });
    const ref = { kind: 'MeshService', name: 'payments' };
    expect(wayOut(caller(refs(ref)), { services: [elsewhere] })).toBe(
      'closed not-listed',
    );
    const inNamespace = {
      ...service('payments.shop', {
        labels: {
          'kuma.io/display-name': 'payments',
          'k8s.kuma.io/namespace': 'shop',
        },
      }),
    };
    const asked = { services: [inNamespace], to: 'payments.shop' };
    expect(
      wayOut(caller(refs(ref), { 'k8s.kuma.io/namespace': 'shop' }), asked),
    ).toBe('open listed');
    expect(
      wayOut(caller(refs(ref), { 'k8s.kuma.io/namespace': 'data' }), asked),
    ).toBe('closed not-listed');
    expect(
      wayOut(
        caller(refs({ ...ref, namespace: 'shop' }), {
          'k8s.kuma.io/namespace': 'data',
        }),
        asked,
      ),
    ).toBe('open listed');
  });

  it('is told where a service is reached by its tag only', () => {
    const services = [service('payments', { tag: 'payments' })];
    const closedByRefs = caller(refs());
    expect(wayOut(closedByRefs, { services, mode: 'Everywhere' })).toBe(
      'open by-tag',
    );
    expect(wayOut(closedByRefs, { services, mode: 'Exclusive' })).toBe(
      'closed not-listed',
    );
    expect(
      wayOut(caller({ ...refs(), reachableServices: ['ledger'] }), {
        services,
        mode: 'Everywhere',
      }),
    ).toBe('closed not-listed');
  });

  it('without transparent proxying is what the Dataplane lists', () => {
    const plain = (outbound: unknown[]) => ({
      ...caller(undefined),
      networking: { address: '10.0.0.1', outbound },
    });
    const backendRef = { kind: 'MeshService', name: 'payments', port: 80 };
    expect(wayOut(plain([]))).toBe('closed no-outbounds');
    expect(wayOut(plain([{ port: 1, backendRef }]))).toBe('open outbound');
    expect(wayOut(plain([{ backendRef: { ...backendRef, port: 81 } }]))).toBe(
      'closed no-outbound',
    );
    const services = [service('payments', { tag: 'payments' })];
    expect(
      wayOut(plain([{ port: 1, tags: { 'kuma.io/service': 'payments' } }]), {
        services,
      }),
    ).toBe('open by-tag');
  });

  it.each([
    ['2.14.3', undefined, 'open not-narrowed'],
    ['2.13.10', 'unknown', 'open not-narrowed'],
    ['2.13.10-vendor.1', 'unknown', 'unknown not-told'],
    ['2.14.9', true, 'closed restricted'],
    ['2.14.9', false, 'open not-narrowed'],
    ['2.14.9', 'unknown', 'unknown not-told'],
    ['3.0.0', undefined, 'closed restricted'],
    ['3.0.0', false, 'open not-narrowed'],
    ['3.0.0', 'unknown', 'unknown not-told'],
    ['3.0.0-preview', undefined, 'open not-narrowed'],
  ] as const)(
    'of a proxy that lists nothing, on %s with restrictOutbound %s, is %s',
    (version, restrictOutbound, expected) => {
      const snapshot = { version, restrictOutbound };
      expect(wayOut(caller({}), { snapshot })).toBe(expected);
      // What is listed does not depend on it.
      expect(
        wayOut(caller(refs({ kind: 'MeshService', name: 'payments' })), {
          snapshot,
        }),
      ).toBe('open listed');
    },
  );

  it.each([
    ['an unknown kind', refs({ kind: 'MeshWormhole', name: 'payments' })],
    ['no kind', refs({ name: 'payments' })],
    ['no object', refs('payments', null, 7, ['x'])],
    ['refs that are no list', { reachableBackends: { refs: 'all' } }],
    ['labels that are no texts', refs({ kind: 'MeshService', labels: [1] })],
  ])('is closed by a list with %s, and nothing throws', (_name, settings) => {
    expect(wayOut(caller(settings))).toBe('closed not-listed');
  });

  it('does not trip over fields that nobody knows', () => {
    const strange = {
      ...caller({
        ...refs({ kind: 'MeshService', name: 'payments', weight: 3, x: {} }),
        reachableDimensions: ['fourth'],
        reachableServices: 7,
      }),
      wormholes: [{ to: 'ledger' }],
    };
    const services = [service('payments'), service('ledger')];
    expect(wayOut(strange, { services })).toBe('open listed');
    expect(wayOut(strange, { services, to: 'ledger' })).toBe(
      'closed not-listed',
    );
  });

  it('takes thousands of references', () => {
    const many = Array.from({ length: 5_000 }, (_, index) => ({
      kind: 'MeshService',
      name: `service-${index}`,
    }));
    expect(
      wayOut(caller(refs(...many, { kind: 'MeshService', name: 'payments' }))),
    ).toBe('open listed');
  });

  it('is unknown for who or what is not there', () => {
    expect(wayOut({ ...caller({}), name: 'other' })).toBe(
      'unknown no-such-proxy',
    );
    expect(wayOut(caller({}), { to: 'nobody' })).toBe(
      'unknown no-such-service',
    );
  });
});
