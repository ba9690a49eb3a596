import { meshOf, proxy } from '../__testUtils__/meshes';
import { createEvaluator } from '../createEvaluator';
import { KumaResource } from '../types';

const two = {
  networking: {
    inbound: [
      {
        port: 8080,
        name: 'http',
        tags: { 'kuma.io/service': 'pay', tier: 'a' },
      },
      { port: 9090, tags: { 'kuma.io/service': 'pay-db' } },
    ],
  },
};
const dataplanes = [
  proxy('pay-1', { ...two, labels: { app: 'pay' } }),
  proxy('pay-2', { ...two, labels: { app: 'pay', zone: 'b' } }),
  proxy('other'),
];

function service(
  spec: Record<string, unknown>,
  parts: Partial<KumaResource> = {},
) {
  return {
    type: 'MeshService',
    mesh: 'default',
    name: 'pay',
    labels: { 'kuma.io/zone': 'zone-1' },
    spec,
    ...parts,
  };
}

/** Inbounds behind the service `pay`, as short texts. */
function behind(
  meshService: KumaResource,
  port?: number,
  kind: 'MeshService' | 'MeshMultiZoneService' = 'MeshService',
  others: Parameters<typeof meshOf>[0] = {},
) {
  const snapshot = meshOf({
    dataplanes,
    meshServices: [meshService],
    ...others,
  });
  return createEvaluator(snapshot)
    .inboundsOf({ kind, name: 'pay', port })
    .map(({ dataplane, inbound }) => `${dataplane}/${inbound}`);
}

const labels = (matchLabels?: Record<string, string>) => ({
  dataplaneLabels: { matchLabels },
});
const port = (targetPort?: number | string, number = 80) => ({
  port: number,
  targetPort,
});

describe('inboundsOf', () => {
  it.each([
    ['labels', labels({ app: 'pay' }), ['pay-1/http', 'pay-2/http']],
    ['several labels', labels({ app: 'pay', zone: 'b' }), ['pay-2/http']],
    [
      'no labels at all',
      labels({}),
      ['pay-1/http', 'pay-2/http', 'other/http'],
    ],
    [
      'tags',
      { dataplaneTags: { 'kuma.io/service': 'pay' } },
      ['pay-1/http', 'pay-2/http'],
    ],
    // Measured on Kuma 2.14.3 by `./dev live verdicts`, where a service by the
    // tags of one inbound leads to another one of the same proxy.
    [
      'tags of another inbound',
      { dataplaneTags: { 'kuma.io/service': 'pay-db' } },
      ['pay-1/http', 'pay-2/http'],
    ],
    [
      'tags that no inbound has together',
      { dataplaneTags: { tier: 'a', x: 'y' } },
      [],
    ],
    // Dataplane.Matches (api/mesh/v1alpha1/dataplane_helpers.go) asks inbound
    // by inbound, never what all of them have together.
    [
      'tags that two inbounds have between them',
      { dataplaneTags: { tier: 'a', 'kuma.io/service': 'pay-db' } },
      [],
    ],
    ['no tags', { dataplaneTags: {} }, []],
    ['a name', { dataplaneRef: { name: 'pay-2' } }, ['pay-2/http']],
    ['no selector', {}, []],
  ])('selects by %s', (_title, selector, expected) => {
    expect(behind(service({ selector, ports: [port(8080)] }))).toEqual(
      expected,
    );
  });

  it.each([
    ['a number', 9090, ['pay-1/9090', 'pay-2/9090']],
    ['a name', 'http', ['pay-1/http', 'pay-2/http']],
    ['a number as a name', '9091', []],
    ['nothing, so by its own number', undefined, []],
  ])('finds the inbound by %s', (_title, target, expected) => {
    const spec = { selector: labels({ app: 'pay' }), ports: [port(target)] };
    expect(behind(service(spec))).toEqual(expected);
  });

  it('finds proxies of its own zone only, by their display names as well', () => {
    // As a global control plane shows them: of all zones, with a suffix.
    const synced = ['zone-1', 'zone-2'].map(zone =>
      proxy(`pay-${zone}-x7f`, {
        labels: {
          app: 'pay',
          'kuma.io/display-name': 'pay-1',
          'kuma.io/zone': zone,
        },
      }),
    );
    const find = (selector: unknown, inZone?: string) =>
      behind(
        service(
          { selector, ports: [port(8080)] },
          { labels: inZone ? { 'kuma.io/zone': inZone } : {} },
        ),
        undefined,
        'MeshService',
        { dataplanes: synced },
      );
    const first = ['pay-zone-1-x7f/http'];
    const second = ['pay-zone-2-x7f/http'];
    expect(find(labels({ app: 'pay' }), 'zone-1')).toEqual(first);
    expect(find(labels({ app: 'pay' }), 'zone-2')).toEqual(second);
    expect(find(labels({ app: 'pay' }))).toEqual([...first, ...second]);
    expect(find({ dataplaneRef: { name: 'pay-1' } }, 'zone-2')).toEqual(second);
  });

  it('takes one port, or all', () => {
    const ports = [port(8080, 80), port(9090, 90)];
    const both = service({
      selector: labels({ app: 'pay', zone: 'b' }),
      ports,
    });
    expect(behind(both, 90)).toEqual(['pay-2/9090']);
    expect(behind(both)).toEqual(['pay-2/http', 'pay-2/9090']);
    expect(behind(both, 81)).toEqual([]);
  });

  it('goes through the services behind a MeshMultiZoneService', () => {
    const spec = { selector: labels({ app: 'pay' }), ports: [port(8080)] };
    const local = service(spec, {
      name: 'pay-local',
      labels: {
        team: 'pay',
        'kuma.io/display-name': 'pay',
        'kuma.io/zone': 'zone-1',
      },
    });
    const multi = (parts: Partial<KumaResource>) => ({
      meshMultiZoneServices: [
        {
          type: 'MeshMultiZoneService',
          mesh: 'default',
          name: 'pay',
          ...parts,
        },
      ],
    });
    const ports = [{ port: 80 }];
    const byLabels = {
      selector: { meshService: { matchLabels: { team: 'pay' } } },
      ports,
    };
    const kind = 'MeshMultiZoneService';
    const expected = ['pay-1/http', 'pay-2/http'];
    expect(behind(local, 80, kind, multi({ spec: byLabels }))).toEqual(
      expected,
    );
    const listed = (zone: string) => ({
      spec: { ports },
      status: { meshServices: [{ name: 'pay', zone, mesh: 'default' }] },
    });
    expect(behind(local, 80, kind, multi(listed('zone-1')))).toEqual(expected);
    expect(behind(local, 80, kind, multi(listed('zone-2')))).toEqual([]);
  });

  it('finds inbounds by their service tag', () => {
    const evaluator = createEvaluator(meshOf({ dataplanes }));
    const ask = (number?: number) =>
      evaluator.inboundsOf({
        kind: 'ServiceTag',
        name: 'pay-db',
        port: number,
      });
    expect(ask()).toHaveLength(2);
    expect(ask(9090)).toHaveLength(2);
    expect(ask(80)).toHaveLength(0);
  });
});

describe('the SNI that callers send', () => {
  const spec = {
    selector: labels({ app: 'pay', zone: 'b' }),
    ports: [{ name: 'web', port: 80, targetPort: 8080 }],
  };
  const shown = {
    snis: [{ port: 80, sni: 'sni.msvc.default.zone-1.pay.web' }],
  };

  it.each([
    ['2.14.3', shown, 'sni.msvc.default.zone-1.pay.80'],
    ['3.0.0', shown, 'sni.msvc.default.zone-1.pay.web'],
    ['2.14.3', {}, 'sni.msvc.default.zone-1.pay.80'],
    ['3.0.0', {}, 'sni.msvc.default.zone-1.pay.web'],
    [
      '3.0.0',
      {
        name: 'pay-x7f',
        labels: {
          'kuma.io/display-name': 'pay',
          'kuma.io/zone': 'zone-1',
          'k8s.kuma.io/namespace': 'finance',
        },
      },
      'sni.msvc.default.zone-1.finance.pay.web',
    ],
  ])('%s with %j: %s', (version, parts, expected) => {
    const meshService = service(spec, parts);
    const [inbound] = createEvaluator(
      meshOf({ version, dataplanes, meshServices: [meshService] }),
    ).inboundsOf({ kind: 'MeshService', name: String(meshService.name) });
    expect(inbound.sni).toBe(expected);
  });
});
