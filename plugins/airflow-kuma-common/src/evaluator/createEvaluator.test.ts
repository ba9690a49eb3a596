import {
  exact,
  identity,
  meshOf,
  mtlsMesh,
  permission,
  proxy,
  rule,
  spiffeId,
} from './__testUtils__/meshes';
import { createEvaluator } from './createEvaluator';
import { KumaResource } from './types';

const caller = { uriSans: [spiffeId('orders')] };
const plaintext = { uriSans: [] };
const http = { dataplane: 'pay', inbound: 'http' };
const pay = proxy('pay');
const allowOrders = permission('orders', rule({ allow: [exact('orders')] }));

describe('evaluate', () => {
  it('says who decides, why, and what selects', () => {
    const shadow = permission('shadow', rule({ deny: [exact('orders')] }), {
      'kuma.io/effect': 'shadow',
    });
    const other = permission('other', {
      targetRef: { kind: 'Dataplane', labels: { app: 'x' } },
      ...rule({ deny: [exact('orders')] }),
    });
    const evaluator = createEvaluator(
      meshOf({
        meshIdentities: [identity()],
        dataplanes: [pay],
        meshTrafficPermissions: [shadow, other, allowOrders],
      }),
    );
    expect(evaluator.evaluate(caller, http)).toEqual({
      enforced: 'allow',
      intended: 'allow',
      dialect: 'rules',
      basis: 'measured',
      code: 'allowed-by-rule',
      reason: `orders allows this caller (exact ${spiffeId('orders')}).`,
      decidedBy: {
        policy: {
          kind: 'MeshTrafficPermission',
          name: 'orders',
          kri: 'kri_mtp_default_zone-1__orders_',
          dialect: 'rules',
          shadow: false,
        },
        index: 0,
        clause: 'allow',
        match: `exact ${spiffeId('orders')}`,
      },
      selectedBy: [
        expect.objectContaining({ name: 'shadow', shadow: true }),
        expect.objectContaining({ name: 'orders', shadow: false }),
      ],
    });
    expect(evaluator.selectedBy(http).map(({ name }) => name)).toEqual([
      'shadow',
      'orders',
    ]);
  });

  it('takes a match of an unknown kind for unknown, but not where another decides', () => {
    const regex = { spiffeID: { type: 'Regex', value: '.*' } };
    const ask = (conf: Record<string, unknown>) =>
      createEvaluator(
        meshOf({
          meshIdentities: [identity()],
          dataplanes: [pay],
          meshTrafficPermissions: [permission('p', rule(conf))],
        }),
      ).evaluate(caller, http);
    expect(ask({ allow: [regex] })).toMatchObject({
      enforced: 'unknown',
      code: 'unreadable-policy',
    });
    expect(ask({ deny: [regex], allow: [exact('orders')] }).enforced).toBe(
      'unknown',
    );
    expect(ask({ deny: [regex, exact('orders')] }).enforced).toBe('deny');
    expect(ask({ allow: [regex, exact('orders')] }).enforced).toBe('allow');
    expect(ask({ deny: [exact('orders')], allow: [regex] }).enforced).toBe(
      'deny',
    );
  });

  it('does not know what is not there', () => {
    const evaluator = createEvaluator(meshOf({ dataplanes: [pay] }));
    expect(
      evaluator.evaluate(caller, { dataplane: 'pay', inbound: 'x' }),
    ).toMatchObject({
      enforced: 'unknown',
      code: 'no-such-destination',
      reason: 'There is no inbound x of pay.',
    });
    expect(evaluator.selectedBy({ dataplane: 'x', inbound: 'y' })).toEqual([]);
  });

  it('finds an inbound by name, or by port', () => {
    const evaluator = createEvaluator(meshOf({ dataplanes: [pay] }));
    for (const inbound of ['http', '8080']) {
      expect(
        evaluator.evaluate(caller, { dataplane: 'pay', inbound }).code,
      ).toBe('mtls-off');
    }
  });
});

describe('callers without a certificate', () => {
  const meshTLS = (
    mode: string,
    labels?: Record<string, string>,
  ): KumaResource => ({
    type: 'MeshTLS',
    mesh: 'default',
    name: `tls-${mode}`,
    spec: {
      targetRef: labels ? { kind: 'Dataplane', labels } : { kind: 'Mesh' },
      rules: [{ default: { mode } }],
    },
  });
  const older = {
    ...meshTLS('Strict'),
    spec: { from: [{ default: { mode: 'Permissive' } }] },
  };

  it.each([
    ['strict by default', {}, 'plaintext-refused'],
    [
      'permissive by MeshTLS',
      { meshTLSes: [meshTLS('Permissive')] },
      'plaintext-permissive',
    ],
    [
      'permissive by the older MeshTLS',
      { meshTLSes: [older] },
      'plaintext-permissive',
    ],
    [
      'the narrower MeshTLS counts',
      { meshTLSes: [meshTLS('Permissive'), meshTLS('Strict', { app: 'pay' })] },
      'plaintext-refused',
    ],
    [
      'a MeshTLS for others does not',
      { meshTLSes: [meshTLS('Permissive', { app: 'x' })] },
      'plaintext-refused',
    ],
    [
      'an identity is strict beside a permissive CA',
      { mesh: mtlsMesh('PERMISSIVE') },
      'plaintext-refused',
    ],
    [
      'a permissive CA alone',
      { mesh: mtlsMesh('PERMISSIVE'), meshIdentities: [] },
      'plaintext-permissive',
    ],
    [
      'a strict CA alone',
      { mesh: mtlsMesh(), meshIdentities: [] },
      'plaintext-refused',
    ],
    ['neither', { meshIdentities: [] }, 'mtls-off'],
  ])('%s', (_title, parts, code) => {
    const evaluator = createEvaluator(
      meshOf({ meshIdentities: [identity()], dataplanes: [pay], ...parts }),
    );
    expect(evaluator.evaluate(plaintext, http).code).toBe(code);
    expect(evaluator.isPermissive(http)).toBe(code !== 'plaintext-refused');
  });

  it('are unknown where Envoy refuses the configuration', () => {
    const evaluator = createEvaluator(
      meshOf({
        meshIdentities: [identity()],
        dataplanes: [pay],
        meshTrafficPermissions: [permission('p', rule({ allow: [{}] }))],
      }),
    );
    expect(evaluator.evaluate(plaintext, http).code).toBe(
      'configuration-refused',
    );
  });
});

describe('evaluateService', () => {
  const first = proxy('pay-1', { labels: { app: 'pay', tier: 'a' } });
  const second = proxy('pay-2', { labels: { app: 'pay', tier: 'b' } });
  const service = {
    type: 'MeshService',
    mesh: 'default',
    name: 'pay',
    spec: {
      selector: { dataplaneLabels: { matchLabels: { app: 'pay' } } },
      ports: [{ port: 80, targetPort: 8080 }],
    },
  };
  const ask = (policy: KumaResource, name = 'pay') =>
    createEvaluator(
      meshOf({
        meshIdentities: [identity()],
        dataplanes: [first, second],
        meshServices: [service],
        meshTrafficPermissions: [policy],
      }),
    ).evaluateService(caller, { kind: 'MeshService', name, port: 80 });

  it('agrees where all proxies do', () => {
    expect(ask(allowOrders)).toMatchObject({
      agree: true,
      verdict: { enforced: 'allow' },
    });
  });

  it('shows the worst where proxies disagree', () => {
    const onFirst = permission('p', {
      targetRef: { kind: 'Dataplane', labels: { tier: 'a' } },
      ...rule({ allow: [exact('orders')] }),
    });
    const { verdict, agree, inbounds } = ask(onFirst);
    expect({ agree, enforced: verdict.enforced }).toEqual({
      agree: false,
      enforced: 'deny',
    });
    expect(inbounds.map(each => each.verdict.enforced)).toEqual([
      'allow',
      'deny',
    ]);
  });

  it('does not know a service without proxies', () => {
    expect(ask(allowOrders, 'nope')).toMatchObject({
      agree: true,
      inbounds: [],
      verdict: { enforced: 'unknown', code: 'no-such-destination' },
    });
  });
});
