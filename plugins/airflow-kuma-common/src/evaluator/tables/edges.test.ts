import {
  exact,
  identity,
  meshOf,
  mtlsMesh,
  permission,
  proxy,
  rule,
} from '../__testUtils__/meshes';
import {
  http,
  caller,
  legacyCaller,
  allowAll,
  dataplanes,
  evaluate,
} from '../__testUtils__/tables';
import { createEvaluator } from '../createEvaluator';
import { KumaResource, MeshSnapshot } from '../types';

/** What was only read in Kuma's source, never measured: gateways and egress. */

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
