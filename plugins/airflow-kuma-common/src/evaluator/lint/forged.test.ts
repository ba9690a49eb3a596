import {
  exact,
  identity,
  meshOf,
  permission,
  proxy,
  rule,
} from '../__testUtils__/meshes';
import { createEvaluator } from '../createEvaluator';
import { borrowedIdentities } from '../identity/borrowed';
import { KumaResource, MeshSnapshot } from '../types';
import { lintMesh } from './lintMesh';

const deployment = {
  mode: 'zone',
  environment: 'kubernetes',
  federated: false,
  systemNamespace: 'kuma-system',
};

/** A pod of a namespace; `claimed` is what its label says. */
const pod = (name: string, namespace: string, claimed = namespace) =>
  proxy(`${name}.${namespace}`, {
    labels: {
      'kuma.io/env': 'kubernetes',
      'k8s.kuma.io/namespace': claimed,
      'k8s.kuma.io/service-account': name,
    },
  });

/** A policy as the API shows it, with what the webhook adds to it. */
const policy = (name: string, labels: Record<string, string> = {}) =>
  permission(name, rule({ allow: [exact('orders')] }), {
    'k8s.kuma.io/namespace': name.split('.').pop()!,
    'kuma.io/policy-role': 'workload-owner',
    ...labels,
  });

const withoutLabels = (resource: KumaResource): KumaResource => ({
  ...resource,
  labels: {},
});

const mesh = (parts: Partial<MeshSnapshot>) =>
  meshOf({
    kubernetes: true,
    deployment,
    meshIdentities: [identity()],
    dataplanes: [pod('payments', 'payments'), pod('orders', 'orders')],
    ...parts,
  });

const findings = (snapshot: MeshSnapshot) =>
  lintMesh(snapshot)
    .filter(
      ({ code }) => code === 'forged-scope' || code === 'borrowed-identity',
    )
    .map(({ severity, message }) => `${severity} ${message}`);

describe('forged scopes', () => {
  it.each([
    [
      'an origin of the global control plane',
      policy('ak.shop', { 'kuma.io/origin': 'global' }),
      'calls itself a policy of the global control plane',
    ],
    [
      'the namespace of somebody else',
      policy('ak.shop', { 'k8s.kuma.io/namespace': 'payments' }),
      'lies in namespace shop and calls itself one of payments',
    ],
    [
      'no labels, as in a namespace without webhooks',
      withoutLabels(policy('ak.plain')),
      'lies in namespace plain, where no webhook of Kuma looked at it',
    ],
    [
      'a name with dots',
      policy('a.b.shop', { 'k8s.kuma.io/namespace': 'payments' }),
      'lies in namespace shop',
    ],
  ])('is told of a policy with %s', (_what, resource, why) => {
    const snapshot = mesh({ meshTrafficPermissions: [resource] });
    expect(findings(snapshot)).toEqual([
      expect.stringMatching(/^error .* selects \d+ inbounds/),
    ]);
    expect(findings(snapshot)[0]).toContain(why);
    expect(lintMesh(snapshot)[0].severity).toBe('error');
  });

  it.each([
    ['of its own namespace', {}, policy('ak.shop')],
    ['of the system namespace', {}, withoutLabels(policy('ak.kuma-system'))],
    [
      'that the global control plane sent',
      {},
      policy('ak-1a2b.kuma-system', { 'kuma.io/origin': 'global' }),
    ],
    [
      'on Universal',
      {
        kubernetes: false,
        deployment: { ...deployment, environment: 'universal' },
      },
      withoutLabels(policy('ak.shop')),
    ],
  ])('is not told of a policy %s', (_what, more, resource) => {
    expect(
      findings(mesh({ ...more, meshTrafficPermissions: [resource] })),
    ).toEqual([]);
  });
});

describe('borrowed identities', () => {
  const thief = pod('payments', 'attic', 'payments');

  it('are told with what they show', () => {
    const snapshot = mesh({ dataplanes: [pod('payments', 'payments'), thief] });
    const evaluator = createEvaluator(snapshot);
    const own = evaluator.identityOf('payments.payments').uriSans;
    expect(borrowedIdentities(snapshot, evaluator)).toEqual([
      {
        dataplane: 'payments.attic',
        namespace: 'attic',
        claimed: 'payments',
        uriSans: own,
      },
    ]);
    expect(findings(snapshot)).toEqual([
      expect.stringContaining(
        `error Proxy payments.attic lies in namespace attic and shows an identity of payments (${own[0]})`,
      ),
    ]);
  });

  it('are none where proxies lie in what they claim, or are of Universal', () => {
    expect(findings(mesh({}))).toEqual([]);
    const universal = mesh({
      kubernetes: false,
      deployment: { ...deployment, environment: 'universal' },
      dataplanes: [thief],
    });
    expect(findings(universal)).toEqual([]);
  });
});
