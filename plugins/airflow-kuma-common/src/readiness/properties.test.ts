import fc from 'fast-check';
import {
  dataplane,
  distinct,
  fromPolicy,
  legacyPolicy,
  rulesPolicy,
  RUNS,
  WORKLOADS,
} from '../evaluator/__testUtils__/arbitraries';
import { identity, meshOf, mtlsMesh } from '../evaluator/__testUtils__/meshes';
import { createEvaluator } from '../evaluator/createEvaluator';
import { KumaResource } from '../evaluator/types';
import { asOf30 } from './asOf30';
import { CallComparer } from './CallComparer';

const exclusive: KumaResource = {
  type: 'Mesh',
  name: 'default',
  meshServices: { mode: 'Exclusive' },
};

const service = (name: string): KumaResource => ({
  type: 'MeshService',
  mesh: 'default',
  name,
  spec: {
    selector: { dataplaneLabels: { matchLabels: { app: name } } },
    ports: [{ name: 'http', port: 80, targetPort: 8080 }],
  },
});

describe('any mesh under 3.0', () => {
  const mesh = fc
    .record({
      dataplanes: fc.array(dataplane, { minLength: 1, maxLength: 5 }),
      rules: fc.array(rulesPolicy, { maxLength: 4 }),
      from: fc.array(fromPolicy, { maxLength: 3 }),
      trafficPermissions: fc.array(legacyPolicy, { maxLength: 2 }),
      hasCa: fc.boolean(),
      hasIdentity: fc.boolean(),
    })
    .map(parts =>
      meshOf({
        mesh: parts.hasCa ? mtlsMesh() : exclusive,
        meshIdentities: parts.hasIdentity ? [identity()] : [],
        dataplanes: distinct(parts.dataplanes),
        meshTrafficPermissions: distinct([...parts.rules, ...parts.from]),
        trafficPermissions: distinct(parts.trafficPermissions),
        meshServices: WORKLOADS.map(name => service(name)),
      }),
    );

  it('is under 3.0 once and for all', () => {
    fc.assert(
      fc.property(mesh, snapshot => {
        const once = asOf30(snapshot);
        expect(asOf30(once)).toEqual(once);
      }),
      { numRuns: RUNS },
    );
  });

  it('has a cause for every call that changes, and for no other', () => {
    fc.assert(
      fc.property(mesh, fc.constantFrom(...WORKLOADS), (snapshot, name) => {
        const comparer = new CallComparer(snapshot);
        const now = createEvaluator(snapshot);
        const then = createEvaluator(asOf30(snapshot));
        for (const { name: caller } of snapshot.dataplanes) {
          const { uriSans } = now.identityOf(caller);
          const change = comparer.compare({
            callers: [{ uriSans, proxies: [caller] }],
            destination: { kind: 'MeshService', name, port: 80 },
          });
          const ask = { kind: 'MeshService', name, port: 80 } as const;
          expect(change.before.destination.outcome).toBe(
            now.evaluateService({ uriSans }, ask).verdict.enforced,
          );
          const last = then.evaluateService(then.identityOf(caller), ask);
          // One that loses its proxies is told, where the evaluator is not asked so.
          const lost =
            last.inbounds.length === 0 &&
            now.evaluateService({ uriSans }, ask).inbounds.length > 0;
          expect(change.after.destination.outcome).toBe(
            lost ? 'deny' : last.verdict.enforced,
          );
          const isSame = change.state === 'stays';
          const isUnknown =
            change.before.outcome === 'unknown' &&
            change.after.outcome === 'unknown';
          expect(change.causes.length === 0).toBe(isSame || isUnknown);
        }
      }),
      { numRuns: RUNS },
    );
  });
});
