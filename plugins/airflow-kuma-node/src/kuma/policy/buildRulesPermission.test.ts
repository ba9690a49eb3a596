import { KumaResource } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { recordedItems } from '../../__testUtils__/recorded';
import {
  AIRFLOW,
  build,
  built,
  byLabels,
  dataplane,
  http,
  payments,
  paymentsProxy,
  service,
  targetRefs,
} from './__testUtils__/permissions';

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
});
