import {
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

/** The `from` dialect and certificates of the CA, as read in Kuma's source. */

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
