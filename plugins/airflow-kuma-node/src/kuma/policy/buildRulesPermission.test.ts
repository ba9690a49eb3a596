import { KumaResource } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { recordedItems } from '../../__testUtils__/recorded';
import { ControlPlaneFacts } from '../types';
import { buildRulesPermission } from './buildRulesPermission';
import { PermissionContext, PermissionRequest } from './types';

const facts: ControlPlaneFacts = {
  version: '2.14.3',
  kinds: {},
  dialects: ['rules', 'from', 'traffic-permission'],
  writable: true,
  deployment: {
    mode: 'zone',
    environment: 'universal',
    zone: 'zone-1',
    federated: false,
  },
};
const source = (...uriSans: string[]) => ({ uriSans });
const AIRFLOW = 'spiffe://default.zone-1.mesh.local/workload/airflow-orders';

function dataplane(
  name: string,
  labels: Record<string, string>,
  ...inbound: object[]
): KumaResource {
  return {
    type: 'Dataplane',
    mesh: 'default',
    name,
    labels,
    networking: { inbound },
  };
}

function service(
  name: string,
  selector: object,
  more?: { ports?: object[]; labels?: Record<string, string> },
): KumaResource {
  return {
    type: 'MeshService',
    mesh: 'default',
    name,
    labels: more?.labels,
    spec: { selector, ports: more?.ports ?? [{ port: 80, targetPort: 8080 }] },
  };
}

const byLabels = (matchLabels: Record<string, string>) => ({
  dataplaneLabels: { matchLabels },
});
const http = { name: 'http', port: 8080 };
const payments = service('payments', byLabels({ app: 'payments' }));
const paymentsProxy = dataplane('payments-1', { app: 'payments' }, http);

function build(
  request: Partial<PermissionRequest>,
  context: Partial<PermissionContext>,
) {
  return buildRulesPermission(
    {
      mesh: 'default',
      service: payments,
      port: 80,
      sources: [source(AIRFLOW)],
      grants: ['grant-1'],
      ...request,
    },
    { facts, dataplanes: [paymentsProxy], meshServices: [], ...context },
  );
}

/** What was built, or a failure that says why not. */
function built(result: ReturnType<typeof build>) {
  if (!result.ok) throw new Error(`${result.code}: ${result.reason}`);
  return result;
}

const targetRefs = (result: ReturnType<typeof build>) =>
  built(result).permissions.map(
    permission => (permission.spec as { targetRef: object }).targetRef,
  );

describe('buildRulesPermission', () => {
  it.each(['kuma-2.14.3', 'kuma-3.0.0-preview'])(
    'opens the recorded payments service of %s',
    system => {
      const meshServices = recordedItems<KumaResource>(
        system,
        'get_meshes_default_meshservices',
        'items',
      );
      const result = built(
        build(
          {
            service: meshServices.find(({ name }) => name === 'payments')!,
          },
          {
            meshServices,
            dataplanes: recordedItems<KumaResource>(
              system,
              'get_meshes_default_dataplanes',
              'items',
            ),
          },
        ),
      );
      expect(result.permissions).toEqual([
        {
          type: 'MeshTrafficPermission',
          mesh: 'default',
          name: expect.stringMatching(/^ak-payments-80-[0-9a-f]{12}$/),
          labels: { 'airflow-kuma.dev/grants': 'grant-1' },
          spec: {
            targetRef: {
              kind: 'Dataplane',
              labels: { app: 'payments' },
              sectionName: 'http',
            },
            rules: [
              {
                default: {
                  allow: [{ spiffeID: { type: 'Exact', value: AIRFLOW } }],
                },
              },
            ],
          },
        },
      ]);
      expect(result.inbounds).toEqual([
        { dataplane: 'payments', section: 'http' },
      ]);
      expect(result.sharedWith).toEqual([]);
    },
  );

  it('selects a service of an older mesh, by tags, through labels of its proxies', () => {
    const meshServices = recordedItems<KumaResource>(
      'kuma-2.14.3',
      'get_meshes_default_meshservices',
      'items',
    );
    const generated = meshServices.find(
      ({ name }) => name === 'airflow-billing',
    )!;
    const dataplanes = recordedItems<KumaResource>(
      'kuma-2.14.3',
      'get_meshes_default_dataplanes',
      'items',
    );
    expect(
      targetRefs(build({ service: generated, port: 30001 }, { dataplanes })),
    ).toEqual([
      {
        kind: 'Dataplane',
        labels: { 'kuma.io/workload': 'airflow-billing' },
        sectionName: 'http',
      },
    ]);
  });

  it('names an inbound without a name by its port', () => {
    const dataplanes = [
      dataplane('payments-1', { app: 'payments' }, { port: 8080 }),
    ];
    expect(targetRefs(build({}, { dataplanes }))).toEqual([
      {
        kind: 'Dataplane',
        labels: { app: 'payments' },
        sectionName: '8080',
      },
    ]);
  });

  it('follows a target port that is a name', () => {
    const named = service('payments', byLabels({ app: 'payments' }), {
      ports: [{ port: 80, targetPort: 'http' }],
    });
    expect(built(build({ service: named }, {})).inbounds).toEqual([
      { dataplane: 'payments-1', section: 'http' },
    ]);
  });

  it('writes one policy for each name that the inbound has', () => {
    const dataplanes = [
      paymentsProxy,
      dataplane('payments-2', { app: 'payments' }, { name: 'web', port: 8080 }),
    ];
    const result = built(build({}, { dataplanes }));
    expect(
      targetRefs(result).map(
        ref => (ref as { sectionName: string }).sectionName,
      ),
    ).toEqual(['http', 'web']);
    expect(new Set(result.permissions.map(({ name }) => name)).size).toBe(2);
  });

  it('opens no other port of the same proxies', () => {
    const dataplanes = [
      dataplane('payments-1', { app: 'payments' }, http, {
        name: 'admin',
        port: 9090,
      }),
    ];
    expect(built(build({}, { dataplanes })).inbounds).toEqual([
      { dataplane: 'payments-1', section: 'http' },
    ]);
  });

  it('is refused when the selector covers an inbound of another service', () => {
    const dataplanes = [
      paymentsProxy,
      // the same name for another port: sectionName cannot tell them apart
      dataplane('other', { app: 'payments' }, { name: 'http', port: 9999 }),
    ];
    const result = build({}, { dataplanes });
    expect(result).toMatchObject({
      ok: false,
      code: 'covers-others',
      reason: expect.stringContaining('other (http)'),
    });
  });

  it('is refused when it would cover a listener of a zone proxy', () => {
    const dataplanes = [
      paymentsProxy,
      {
        ...dataplane('egress', { app: 'payments' }),
        networking: { listeners: [{ name: 'http', port: 10002 }] },
      },
    ];
    expect(build({}, { dataplanes })).toMatchObject({ code: 'covers-others' });
  });

  it('tells which services are opened with it, behind the same inbound', () => {
    const alias = service('payments-alias', byLabels({ app: 'payments' }));
    const other = service('admin', byLabels({ app: 'payments' }), {
      ports: [{ port: 80, targetPort: 9090 }],
    });
    expect(
      built(build({}, { meshServices: [payments, alias, other] })).sharedWith,
    ).toEqual(['payments-alias']);
  });

  it('keeps to its zone where there are several', () => {
    const zone = (name: string, port: number) =>
      dataplane(
        `payments-${name}`,
        { app: 'payments', 'kuma.io/zone': name },
        { name: 'http', port },
      );
    const local = service('payments', byLabels({ app: 'payments' }), {
      labels: { 'kuma.io/zone': 'zone-1' },
    });
    const result = build(
      { service: local },
      { dataplanes: [zone('zone-1', 8080), zone('zone-2', 8080)] },
    );
    expect(targetRefs(result)).toEqual([
      {
        kind: 'Dataplane',
        labels: { app: 'payments', 'kuma.io/zone': 'zone-1' },
        sectionName: 'http',
      },
    ]);
    expect(built(result).inbounds).toHaveLength(1);
  });

  it('opens a service of several zones in each', () => {
    const zone = (name: string) => ({
      proxy: dataplane(
        `payments-${name}`,
        { app: 'payments', 'kuma.io/zone': name },
        http,
      ),
      service: service(`payments-${name}`, byLabels({ app: 'payments' }), {
        labels: { 'kuma.io/zone': name, 'kuma.io/display-name': 'payments' },
      }),
    });
    const [one, two] = [zone('zone-1'), zone('zone-2')];
    const everywhere: KumaResource = {
      type: 'MeshMultiZoneService',
      mesh: 'default',
      name: 'payments-everywhere',
      spec: { ports: [{ port: 80 }] },
      status: {
        meshServices: [
          { name: 'payments', zone: 'zone-1', namespace: '', mesh: 'default' },
          { name: 'payments', zone: 'zone-2', namespace: '', mesh: 'default' },
        ],
      },
    };
    const result = built(
      build(
        { service: everywhere },
        {
          dataplanes: [one.proxy, two.proxy],
          meshServices: [one.service, two.service],
        },
      ),
    );
    expect(result.permissions).toHaveLength(2);
    expect(result.inbounds.map(entry => entry.dataplane)).toEqual([
      'payments-zone-1',
      'payments-zone-2',
    ]);
  });

  it('says its origin on a zone with a global control plane', () => {
    const result = built(
      build(
        {},
        {
          facts: {
            ...facts,
            deployment: { ...facts.deployment!, federated: true },
          },
        },
      ),
    );
    expect(result.permissions[0].labels).toEqual({
      'kuma.io/origin': 'zone',
      'airflow-kuma.dev/grants': 'grant-1',
    });
  });

  it('lies in the namespace of the proxies on Kubernetes', () => {
    const kubernetes: ControlPlaneFacts = {
      ...facts,
      deployment: {
        mode: 'zone',
        environment: 'kubernetes',
        federated: false,
        systemNamespace: 'kuma-system',
      },
    };
    const pod = (name: string, namespace: string) =>
      dataplane(
        name,
        { app: 'payments', 'k8s.kuma.io/namespace': namespace },
        http,
      );
    const one = built(
      build({}, { facts: kubernetes, dataplanes: [pod('a', 'shop')] }),
    ).permissions[0];
    expect(one.labels).toMatchObject({ 'k8s.kuma.io/namespace': 'shop' });
    expect(one.spec).toMatchObject({
      targetRef: {
        labels: { app: 'payments', 'k8s.kuma.io/namespace': 'shop' },
      },
    });
    const two = built(
      build(
        {},
        {
          facts: kubernetes,
          dataplanes: [pod('a', 'shop'), pod('b', 'shop-2')],
        },
      ),
    ).permissions[0];
    expect(two.labels).toMatchObject({
      'k8s.kuma.io/namespace': 'kuma-system',
    });
  });

  it('allows each identity exactly, once, in a stable order', () => {
    const { permissions } = built(
      build(
        {
          sources: [
            source('spiffe://m/b'),
            source('spiffe://m/a'),
            source('spiffe://m/b'),
            source(),
          ],
        },
        {},
      ),
    );
    expect(permissions[0].spec).toMatchObject({
      rules: [
        {
          default: {
            allow: [
              { spiffeID: { type: 'Exact', value: 'spiffe://m/a' } },
              { spiffeID: { type: 'Exact', value: 'spiffe://m/b' } },
            ],
          },
        },
      ],
    });
  });

  it('gives the same name for the same grants, and another for others', () => {
    const name = (grants: string[], port = 80) =>
      built(
        build(
          {
            grants,
            port,
            service: service('payments', byLabels({ app: 'payments' }), {
              ports: [
                { port: 80, targetPort: 8080 },
                { port: 81, targetPort: 8080 },
              ],
            }),
          },
          {},
        ),
      ).permissions[0].name;
    expect(name(['a', 'b'])).toBe(name(['b', 'a']));
    expect(new Set([name(['a']), name(['b']), name(['a'], 81)]).size).toBe(3);
  });

  it.each(['Träume_Ω', 'x'.repeat(250), '1st', '-'])(
    'gives %s a name that Kuma takes',
    odd => {
      const result = build(
        { service: service(odd, byLabels({ app: 'payments' })) },
        {},
      );
      expect(built(result).permissions[0].name).toMatch(
        /^[a-z]([-a-z0-9]{0,61}[a-z0-9])?$/,
      );
    },
  );

  it.each<
    [string, string, Partial<PermissionRequest>, Partial<PermissionContext>]
  >([
    ['no-live-identity', 'no source', { sources: [] }, {}],
    [
      'no-live-identity',
      'a source without a certificate',
      { sources: [source()] },
      {},
    ],
    [
      'legacy-certificate',
      'a certificate of the mesh CA',
      { sources: [source('spiffe://default/web', 'kuma://app/web')] },
      {},
    ],
    [
      'invalid-identity',
      'a slash at the end',
      { sources: [source('spiffe://td/a/')] },
      {},
    ],
    [
      'invalid-identity',
      'no SPIFFE ID',
      { sources: [source('https://td/a')] },
      {},
    ],
    [
      'invalid-identity',
      'a step in the tree',
      { sources: [source('spiffe://td/../a')] },
      {},
    ],
    [
      'invalid-identity',
      'a trust domain alone',
      { sources: [source('spiffe://td')] },
      {},
    ],
    [
      'dialect-not-available',
      'a control plane without rules',
      {},
      { facts: { ...facts, dialects: ['from'] } },
    ],
    ['no-such-port', 'another port', { port: 81 }, {}],
    ['no-proxy', 'no proxy', {}, { dataplanes: [] }],
    [
      'no-proxy',
      'proxies without that inbound',
      {},
      { dataplanes: [dataplane('p', { app: 'payments' }, { port: 1 })] },
    ],
    [
      'service-kind',
      'an external service',
      { service: { ...payments, type: 'MeshExternalService' } },
      {},
    ],
    [
      'service-kind',
      'a service tag',
      { service: { ...payments, type: 'ServiceInsight' } },
      {},
    ],
    [
      'no-proxy',
      'a service of no zone',
      { service: { ...payments, type: 'MeshMultiZoneService' } },
      {},
    ],
    [
      'no-selector',
      'proxies that have no label in common',
      {
        service: service('payments', {
          dataplaneTags: { 'kuma.io/service': 'payments' },
        }),
      },
      {
        dataplanes: [
          dataplane(
            'a',
            { x: '1' },
            { ...http, tags: { 'kuma.io/service': 'payments' } },
          ),
          dataplane(
            'b',
            { x: '2' },
            { ...http, tags: { 'kuma.io/service': 'payments' } },
          ),
        ],
      },
    ],
    [
      'no-proxy',
      'a service that selects nothing',
      { service: service('payments', {}) },
      {},
    ],
  ])('is refused (%s) with %s', (code, _what, request, context) => {
    const result = build(request, context);
    expect(result).toMatchObject({ ok: false, code });
    expect((result as { reason: string }).reason.length).toBeGreaterThan(10);
  });
});
