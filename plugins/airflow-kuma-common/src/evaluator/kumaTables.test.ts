import {
  exact,
  identity,
  meshOf,
  mtlsMesh,
  permission,
  prefix,
  proxy,
  rule,
  spiffeId,
  trafficPermission,
} from './__testUtils__/meshes';
import { createEvaluator } from './createEvaluator';
import { KumaResource, MeshSnapshot } from './types';

/**
 * What was only read in Kuma's source, never measured: versions before 2.14,
 * Kubernetes namespaces and policy roles, several zones, gateways, egress.
 */

const http = (dataplane: string) => ({ dataplane, inbound: 'http' });
const caller = (name: string) => ({ uriSans: [spiffeId(name)] });
const legacyCaller = (name: string) => ({
  uriSans: [`spiffe://default/${name}`],
});
const allowAll = [
  { targetRef: { kind: 'Mesh' }, default: { action: 'Allow' } },
];
const dataplanes = ['orders', 'pay'].map(name => proxy(name));
const onPay = { targetRef: { kind: 'Dataplane', labels: { app: 'pay' } } };
const anybody = trafficPermission(
  'all',
  { 'kuma.io/service': '*' },
  { 'kuma.io/service': '*' },
);

function evaluate(
  snapshot: Partial<MeshSnapshot>,
  source = caller('orders'),
  destination = http('pay'),
) {
  return createEvaluator(meshOf(snapshot)).evaluate(source, destination);
}

describe('versions', () => {
  const open = permission('open', rule({ allow: [prefix('orders')] }));
  const closed = permission('closed', {
    ...onPay,
    ...rule({ deny: [exact('orders')] }),
  });

  it.each([
    // Before 2.14 matchers follow the policies, the mesh-wide one first.
    ['2.12.3', 'allow', 'open'],
    ['2.13.1', 'allow', 'open'],
    ['2.14.0', 'deny', 'closed'],
    ['3.0.0', 'deny', 'closed'],
  ])(
    '%s: mesh-wide allow against a narrower deny is %s',
    (version, enforced, name) => {
      const verdict = evaluate({
        version,
        meshIdentities: [identity()],
        dataplanes,
        meshTrafficPermissions: [closed, open],
      });
      expect(verdict).toMatchObject({
        enforced,
        decidedBy: { policy: { name } },
      });
    },
  );

  it('2.13: a deny within a rule still goes before its allow', () => {
    const both = permission(
      'both',
      rule({ allow: [prefix('o')], deny: [exact('orders')] }),
    );
    const snapshot = {
      version: '2.13.0',
      meshIdentities: [identity()],
      dataplanes,
      meshTrafficPermissions: [both],
    };
    expect(evaluate(snapshot).enforced).toBe('deny');
  });

  it.each([
    ['2.13.1', 'allow', 'allowed-by-rule'],
    ['2.14.3', 'deny', 'identity-needs-rules'],
  ])(
    '%s: `from` on a destination with an identity: %s',
    (version, enforced, code) => {
      const verdict = evaluate({
        version,
        meshIdentities: [identity()],
        dataplanes,
        meshTrafficPermissions: [permission('f', { from: allowAll })],
      });
      expect(verdict).toMatchObject({ enforced, code });
    },
  );

  it.each([
    ['2.11.9', 'allow', 'traffic-permission'],
    ['2.12.0', 'deny', 'rules'],
  ])(
    '%s: `rules` beside a TrafficPermission: %s by %s',
    (version, enforced, dialect) => {
      const verdict = evaluate(
        {
          version,
          mesh: mtlsMesh(),
          dataplanes,
          meshTrafficPermissions: [open],
          trafficPermissions: [anybody],
        },
        legacyCaller('orders'),
      );
      expect(verdict).toMatchObject({ enforced, dialect, basis: 'source' });
    },
  );

  it.each([
    ['2.9.13', 'denied-by-default'],
    ['2.10.10', 'allowed-by-rule'],
  ])('%s: a target of kind Dataplane: %s', (version, code) => {
    const policy = permission('f', { ...onPay, from: allowAll });
    const snapshot = {
      version,
      mesh: mtlsMesh(),
      dataplanes,
      meshTrafficPermissions: [policy],
    };
    expect(evaluate(snapshot, legacyCaller('orders')).code).toBe(code);
  });

  it.each([
    ['2.9.10', true, 'deny'],
    ['2.9.11', true, 'allow'],
    ['2.9.11', false, 'deny'],
    ['2.13.0', true, 'deny'],
    ['2.13.1', true, 'allow'],
  ])(
    '%s with cliques %s: two denies under an allow: %s',
    (version, cliques, enforced) => {
      const deny = (name: string) => ({
        targetRef: { kind: 'MeshService', name },
        default: { action: 'Deny' },
      });
      const from = [...allowAll, deny('orders'), deny('web')];
      const verdict = evaluate(
        {
          version,
          cliques,
          mesh: mtlsMesh(),
          dataplanes,
          meshTrafficPermissions: [permission('f', { from })],
        },
        legacyCaller('orders'),
      );
      expect(verdict).toMatchObject({ enforced, intended: 'deny' });
    },
  );

  it.each([
    ['2.11.9', 'mtls-off'],
    ['2.12.0', 'denied-by-default'],
  ])('%s: a MeshIdentity without Mesh.mtls: %s', (version, code) => {
    expect(
      evaluate({ version, meshIdentities: [identity()], dataplanes }).code,
    ).toBe(code);
  });

  it('3.0: Mesh.mtls does nothing', () => {
    expect(
      evaluate({ version: '3.0.0', mesh: mtlsMesh(), dataplanes }),
    ).toMatchObject({
      enforced: 'not-enforced',
      code: 'no-identity-on-destination',
    });
  });

  it('a version that tells no number is taken for 2.14, but not as measured', () => {
    const snapshot = {
      meshIdentities: [identity()],
      dataplanes,
      meshTrafficPermissions: [open, closed],
    };
    expect(evaluate({ ...snapshot, version: 'unknown' })).toMatchObject({
      enforced: 'deny',
      basis: 'source',
    });
    expect(evaluate({ ...snapshot, version: '2.14.3' }).basis).toBe('measured');
  });
});

describe('Kubernetes', () => {
  const namespaced = (name: string, namespace: string) =>
    proxy(name, {
      labels: {
        'kuma.io/env': 'kubernetes',
        'k8s.kuma.io/namespace': namespace,
        'k8s.kuma.io/service-account': name,
      },
    });
  const proxies = [namespaced('orders', 'shop'), namespaced('pay', 'finance')];
  const serviceAccount = (namespace: string, name: string) =>
    `spiffe://default.zone-1.mesh.local/ns/${namespace}/sa/${name}`;
  const allowOrders = rule({
    allow: [
      { spiffeID: { type: 'Exact', value: serviceAccount('shop', 'orders') } },
    ],
  });
  const orders = { uriSans: [serviceAccount('shop', 'orders')] };
  const inNamespace = (role: string | undefined, namespace?: string) =>
    permission('p', allowOrders, {
      ...(role && { 'kuma.io/policy-role': role }),
      ...(namespace && { 'k8s.kuma.io/namespace': namespace }),
    });

  it('gives the identity of the service account', () => {
    const evaluator = createEvaluator(
      meshOf({ meshIdentities: [identity()], dataplanes: proxies }),
    );
    expect(evaluator.identityOf('orders').uriSans).toEqual(orders.uriSans);
  });

  it.each([
    ['workload-owner', 'finance', 'allow'],
    ['workload-owner', 'shop', 'deny'],
    ['workload-owner', undefined, 'deny'],
    ['consumer', 'finance', 'allow'],
    ['consumer', 'shop', 'deny'],
    ['producer', 'shop', 'allow'],
    ['system', 'kuma-system', 'allow'],
    [undefined, 'kuma-system', 'allow'],
  ])('a policy of role %s in %s: %s', (role, namespace, enforced) => {
    const verdict = evaluate(
      {
        meshIdentities: [identity()],
        dataplanes: proxies,
        meshTrafficPermissions: [inNamespace(role, namespace)],
      },
      orders,
    );
    expect(verdict).toMatchObject({ enforced, basis: 'source' });
  });

  it('orders by role: the workload owner speaks last', () => {
    const action = (name: string, role: string, what: string) =>
      permission(
        name,
        { from: [{ targetRef: { kind: 'Mesh' }, default: { action: what } }] },
        { 'kuma.io/policy-role': role, 'k8s.kuma.io/namespace': 'finance' },
      );
    const roles = ['system', 'producer', 'consumer', 'workload-owner'];
    roles.slice(1).forEach((stronger, index) => {
      const verdict = evaluate(
        {
          mesh: mtlsMesh(),
          dataplanes: proxies,
          meshTrafficPermissions: [
            action('a', roles[index], 'Allow'),
            action('b', stronger, 'Deny'),
          ],
        },
        legacyCaller('orders'),
      );
      expect(verdict).toMatchObject({ enforced: 'deny' });
    });
  });
});

describe('zones', () => {
  const rules = rule({ allow: [exact('orders')] });
  it.each([
    ['zone', 'zone-1', 'system', 'allow'],
    ['zone', 'zone-2', 'system', 'deny'],
    ['zone', 'zone-2', 'producer', 'allow'],
    ['global', 'zone-2', 'system', 'allow'],
  ])(
    'a policy of origin %s, zone %s, role %s: %s',
    (origin, zone, role, enforced) => {
      const policy = permission('p', rules, {
        'kuma.io/origin': origin,
        'kuma.io/zone': zone,
        'kuma.io/policy-role': role,
      });
      const verdict = evaluate({
        meshIdentities: [identity()],
        dataplanes,
        meshTrafficPermissions: [policy],
      });
      expect(verdict.enforced).toBe(enforced);
    },
  );

  it('a policy of the zone is stronger than one of the global control plane', () => {
    const policy = (name: string, origin: string, action: string) =>
      permission(
        name,
        { from: [{ targetRef: { kind: 'Mesh' }, default: { action } }] },
        { 'kuma.io/origin': origin },
      );
    const verdict = evaluate(
      {
        mesh: mtlsMesh(),
        dataplanes,
        meshTrafficPermissions: [
          policy('z', 'zone', 'Deny'),
          policy('a', 'global', 'Allow'),
        ],
      },
      legacyCaller('orders'),
    );
    expect(verdict).toMatchObject({
      enforced: 'deny',
      basis: 'source',
      decidedBy: { policy: { name: 'z' } },
    });
  });

  it('a MeshIdentity of another zone gives nothing here', () => {
    const other = identity({}, {}, 'other');
    other.labels = { ...other.labels, 'kuma.io/zone': 'zone-2' };
    const evaluator = createEvaluator(
      meshOf({ meshIdentities: [other], dataplanes }),
    );
    expect(evaluator.identityOf('pay')).toMatchObject({
      kind: 'none',
      uriSans: [],
    });
  });
});

describe('gateways', () => {
  const gateway = (type?: string) =>
    proxy('edge', {
      networking: {
        inbound: [],
        gateway: { tags: { 'kuma.io/service': 'edge' }, ...(type && { type }) },
      },
    });

  it.each([[undefined], ['BUILTIN'], ['DELEGATED']])(
    'a gateway of type %s has nothing that decides',
    type => {
      const evaluator = createEvaluator(
        meshOf({ mesh: mtlsMesh(), dataplanes: [gateway(type)] }),
      );
      const { verdict } = evaluator.evaluateService(legacyCaller('orders'), {
        kind: 'ServiceTag',
        name: 'edge',
      });
      expect(verdict).toMatchObject({
        enforced: 'not-enforced',
        code: 'gateway-not-decided',
        basis: 'source',
      });
    },
  );

  it('calls with the service of its tags', () => {
    const evaluator = createEvaluator(
      meshOf({ mesh: mtlsMesh(), dataplanes: [gateway()] }),
    );
    expect(evaluator.identityOf('edge').uriSans).toEqual([
      'spiffe://default/edge',
      'kuma://kuma.io/service/edge',
    ]);
  });

  it('is left out by a policy for sidecars', () => {
    const inbound = [
      { port: 8080, name: 'http', tags: { 'kuma.io/service': 'edge' } },
    ];
    const mixed = proxy('edge', {
      networking: { inbound, gateway: { tags: { 'kuma.io/service': 'edge' } } },
    });
    const policy = (proxyTypes: string[]) =>
      permission('p', {
        targetRef: { kind: 'Mesh', proxyTypes },
        from: allowAll,
      });
    const outcome = (proxyTypes: string[]) =>
      evaluate(
        {
          mesh: mtlsMesh(),
          dataplanes: [mixed],
          meshTrafficPermissions: [policy(proxyTypes)],
        },
        legacyCaller('orders'),
        http('edge'),
      ).enforced;
    expect(outcome(['Sidecar'])).toBe('deny');
    expect(outcome(['Gateway'])).toBe('allow');
    expect(outcome([])).toBe('allow');
  });
});

describe('external services', () => {
  const sni = 'sni.extsvc.default.zone-1.openai.443';
  const service: KumaResource = {
    type: 'MeshExternalService',
    mesh: 'default',
    name: 'openai',
    labels: { 'kuma.io/zone': 'zone-1' },
    snis: [{ port: 443, sni }],
    spec: { match: { type: 'HostnameGenerator', port: 443, protocol: 'http' } },
  };
  const egress = proxy('egress', {
    networking: {
      inbound: [],
      listeners: [
        {
          type: 'ZoneEgress',
          address: '10.0.0.9',
          port: 10002,
          name: 'egress',
        },
      ],
    },
  });
  const destination = { kind: 'MeshExternalService', name: 'openai' } as const;
  const ask = (snapshot: Partial<MeshSnapshot>, source = caller('orders')) =>
    createEvaluator(
      meshOf({ meshExternalServices: [service], dataplanes, ...snapshot }),
    ).evaluateService(source, destination).verdict;

  it('nobody decides without an egress of the mesh', () => {
    expect(ask({ mesh: mtlsMesh() })).toMatchObject({
      enforced: 'not-enforced',
      code: 'external-not-decided',
      basis: 'source',
    });
  });

  it('the mesh may forbid all of them', () => {
    const mesh = {
      ...mtlsMesh(),
      routing: { defaultForbidMeshExternalServiceAccess: true },
    };
    expect(ask({ mesh })).toMatchObject({
      enforced: 'deny',
      code: 'denied-by-default',
    });
  });

  it.each([
    ['nothing', undefined, 'deny'],
    ['the SNI of the service', { sni: { type: 'Exact', value: sni } }, 'allow'],
    ['another SNI', { sni: { type: 'Exact', value: 'sni.other' } }, 'deny'],
    ['the caller', exact('orders'), 'allow'],
    [
      'caller and another SNI',
      { ...exact('orders'), sni: { type: 'Exact', value: 'x' } },
      'deny',
    ],
  ])(
    'an egress of the mesh decides: allowed is %s: %s',
    (_title, match, enforced) => {
      const policies = match ? [permission('p', rule({ allow: [match] }))] : [];
      const verdict = ask({
        meshIdentities: [identity()],
        dataplanes: [...dataplanes, egress],
        meshTrafficPermissions: policies,
      });
      expect(verdict).toMatchObject({ enforced, basis: 'source' });
    },
  );

  it('a policy for all labels of proxies also selects the egress', () => {
    const policy = permission('p', {
      targetRef: {
        kind: 'Dataplane',
        labels: { app: 'egress' },
        sectionName: 'egress',
      },
      ...rule({ allow: [exact('orders')] }),
    });
    const snapshot = {
      meshIdentities: [identity()],
      dataplanes: [...dataplanes, egress],
      meshTrafficPermissions: [policy],
    };
    expect(ask(snapshot).enforced).toBe('allow');
    expect(ask(snapshot, caller('pay')).enforced).toBe('deny');
  });

  it('an unknown service is unknown', () => {
    expect(ask({ meshExternalServices: [] })).toMatchObject({
      enforced: 'unknown',
      code: 'no-such-destination',
    });
  });
});

describe('the order of policies in the `from` dialect', () => {
  const target = (targetRef: Record<string, unknown>) => ({
    mesh: mtlsMesh(),
    dataplanes,
    meshTrafficPermissions: [
      permission('a', {
        targetRef,
        from: [{ targetRef: { kind: 'Mesh' }, default: { action: 'Deny' } }],
      }),
      // The smaller name would win, so the kind must have won before.
      permission('Z', { targetRef: { kind: 'Mesh' }, from: allowAll }),
    ],
  });

  it.each([
    [{ kind: 'Dataplane', labels: { app: 'pay' } }],
    [{ kind: 'MeshSubset', tags: { 'kuma.io/zone': 'zone-1' } }],
    [{ kind: 'MeshService', name: 'pay' }],
    [
      {
        kind: 'MeshServiceSubset',
        name: 'pay',
        tags: { 'kuma.io/zone': 'zone-1' },
      },
    ],
  ])('%j is stronger than Mesh', targetRef => {
    expect(evaluate(target(targetRef), legacyCaller('orders')).enforced).toBe(
      'deny',
    );
  });
});

describe('SNI of callers with a certificate of the CA', () => {
  const legacySni = 'a0b10d47da5e4e634.data.80.default.ms';
  const sni = 'sni.msvc.default.zone-1.data.80';
  const snapshot = (value: string) => ({
    mesh: mtlsMesh(),
    dataplanes: [...dataplanes, proxy('data')],
    meshServices: [
      {
        type: 'MeshService',
        mesh: 'default',
        name: 'data',
        labels: { 'kuma.io/zone': 'zone-1' },
        spec: {
          selector: { dataplaneLabels: { matchLabels: { app: 'data' } } },
          ports: [{ port: 80, targetPort: 8080 }],
        },
      },
    ],
    meshTrafficPermissions: [
      permission('p', rule({ allow: [{ sni: { type: 'Exact', value } }] })),
    ],
  });
  const legacy = { uriSans: ['spiffe://default/orders', 'kuma://team/shop'] };

  it.each([
    [legacySni, 'allow', 'deny'],
    [sni, 'deny', 'allow'],
  ])('%s: %s, with a MeshIdentity %s', (value, older, newer) => {
    const evaluator = createEvaluator(meshOf(snapshot(value)));
    const service = { kind: 'MeshService', name: 'data', port: 80 } as const;
    expect(evaluator.evaluate(legacy, http('data')).enforced).toBe(older);
    expect(evaluator.evaluate(caller('orders'), http('data')).enforced).toBe(
      newer,
    );
    expect(evaluator.evaluateService(legacy, service).verdict.enforced).toBe(
      older,
    );
    expect(
      evaluator.evaluateService(caller('orders'), service).verdict.enforced,
    ).toBe(newer);
  });
});
