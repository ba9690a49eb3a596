import {
  exact,
  identity,
  meshOf,
  mtlsMesh,
  permission,
  proxy,
  rule,
} from '../__testUtils__/meshes';
import { legacyCaller, dataplanes, evaluate } from '../__testUtils__/tables';
import { createEvaluator } from '../createEvaluator';

/**
 * What was only read in Kuma's source, never measured: Kubernetes namespaces and
 * policy roles, and several zones.
 */

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
