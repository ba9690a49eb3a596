import { ControlPlaneFacts } from '../types';
import {
  build,
  built,
  byLabels,
  dataplane,
  facts,
  http,
  service,
  source,
} from './__testUtils__/permissions';

describe('a permission by SPIFFE ID, its place and name', () => {
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
    const global: ControlPlaneFacts = {
      ...kubernetes,
      deployment: { ...kubernetes.deployment!, mode: 'global' },
    };
    const all = built(
      build({}, { facts: global, dataplanes: [pod('a', 'shop')] }),
    ).permissions[0];
    // The only one that a global control plane takes policies in.
    expect(all.labels).toMatchObject({
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
});
