import fc from 'fast-check';
import {
  dataplane,
  distinct,
  fromPolicy,
  legacyPolicy,
  match,
  rulesPolicy,
  RUNS,
  WORKLOADS,
} from './__testUtils__/arbitraries';
import {
  identity,
  meshOf,
  mtlsMesh,
  permission,
  spiffeId,
} from './__testUtils__/meshes';
import { createEvaluator } from './createEvaluator';
import { lintMesh } from './lint';
import { accessMatrix } from './matrix';
import { KumaResource, MeshSnapshot, Verdict } from './types';

const meshes = fc
  .record({
    version: fc.constantFrom('2.14.3', '3.0.0-preview'),
    meshIdentities: fc.constantFrom<KumaResource[][]>([identity()], []),
    mesh: fc.constantFrom<KumaResource>(mtlsMesh(), {
      type: 'Mesh',
      name: 'default',
    }),
    dataplanes: fc
      .array(dataplane, { minLength: 1, maxLength: 5 })
      .map(distinct),
    meshTrafficPermissions: fc
      .array(fc.oneof({ arbitrary: rulesPolicy, weight: 4 }, fromPolicy), {
        maxLength: 4,
      })
      .map(distinct),
    trafficPermissions: fc.array(legacyPolicy, { maxLength: 2 }).map(distinct),
  })
  .map(meshOf);

const callers = [...WORKLOADS.map(spiffeId), 'spiffe://default/data'].map(
  id => ({
    uriSans: [id],
  }),
);

/** Every verdict of a mesh, by who and where. */
function verdictsOf(snapshot: MeshSnapshot): Map<string, Verdict> {
  const evaluator = createEvaluator(snapshot);
  const verdicts = new Map<string, Verdict>();
  for (const { name, networking } of snapshot.dataplanes) {
    const { inbound } = networking as {
      inbound: { name?: string; port: number }[];
    };
    for (const each of inbound) {
      const destination = {
        dataplane: name,
        inbound: each.name ?? String(each.port),
      };
      for (const caller of callers) {
        const key = `${caller.uriSans} ${name} ${destination.inbound}`;
        verdicts.set(key, evaluator.evaluate(caller, destination));
      }
    }
  }
  return verdicts;
}

function withPolicy(
  snapshot: MeshSnapshot,
  policy: KumaResource,
): MeshSnapshot {
  const others = snapshot.meshTrafficPermissions;
  return { ...snapshot, meshTrafficPermissions: [...others, policy] };
}

/** The verdicts before and after, where `rules` decided before. */
function decidedByRules(before: MeshSnapshot, after: MeshSnapshot) {
  const later = verdictsOf(after);
  return [...verdictsOf(before)]
    .filter(([, verdict]) => verdict.dialect === 'rules')
    .map(([key, verdict]) => [verdict.enforced, later.get(key)!.enforced]);
}

describe('on inbounds that `rules` decide already', () => {
  it('adding a deny never opens', () => {
    fc.assert(
      fc.property(meshes, match, (snapshot, added) => {
        const more = withPolicy(
          snapshot,
          permission('added', { rules: [{ default: { deny: [added] } }] }),
        );
        const closed = decidedByRules(snapshot, more).filter(
          ([before]) => before !== 'allow',
        );
        for (const [before, after] of closed) expect(after).toBe(before);
      }),
      { numRuns: RUNS },
    );
  });

  it('adding an allow never closes', () => {
    fc.assert(
      fc.property(meshes, match, fc.boolean(), (snapshot, added, observed) => {
        const clause = observed ? 'allowWithShadowDeny' : 'allow';
        const more = withPolicy(
          snapshot,
          permission('added', { rules: [{ default: { [clause]: [added] } }] }),
        );
        const open = decidedByRules(snapshot, more).filter(
          ([before]) => before !== 'deny',
        );
        for (const [before, after] of open) expect(after).toBe(before);
      }),
      { numRuns: RUNS },
    );
  });
});

it('the order in which the API lists things never changes a verdict', () => {
  fc.assert(
    fc.property(meshes, fc.infiniteStream(fc.nat()), (snapshot, order) => {
      const shuffled = (list: KumaResource[]) =>
        list
          .map(each => ({ each, at: order.next().value as number }))
          .sort((a, b) => a.at - b.at)
          .map(({ each }) => each);
      const other = verdictsOf({
        ...snapshot,
        dataplanes: shuffled(snapshot.dataplanes),
        meshTrafficPermissions: shuffled(snapshot.meshTrafficPermissions),
        trafficPermissions: shuffled(snapshot.trafficPermissions),
      });
      for (const [key, verdict] of verdictsOf(snapshot)) {
        expect(other.get(key)).toEqual({
          ...verdict,
          selectedBy: expect.arrayContaining(verdict.selectedBy),
        });
      }
    }),
    { numRuns: RUNS },
  );
});

it('the order of rules, and splitting a policy, never changes what `rules` say', () => {
  fc.assert(
    fc.property(meshes, snapshot => {
      const split = snapshot.meshTrafficPermissions.flatMap(policy => {
        const spec = policy.spec as { rules?: unknown[] };
        if (!spec.rules) return [policy];
        return spec.rules
          .map((rule, index) => ({
            ...policy,
            name: `${policy.name}-${index}`,
            spec: { ...spec, rules: [rule] },
          }))
          .reverse();
      });
      const after = { ...snapshot, meshTrafficPermissions: split };
      for (const [before, later] of decidedByRules(snapshot, after)) {
        expect(later).toBe(before);
      }
    }),
    { numRuns: RUNS },
  );
});

it('`from` is never stricter than it says, and exact without cliques', () => {
  fc.assert(
    fc.property(meshes, snapshot => {
      const meant = [...verdictsOf(snapshot).values()].filter(
        ({ intended }) => intended === 'allow',
      );
      for (const { enforced } of meant) expect(enforced).toBe('allow');
      for (const verdict of verdictsOf({
        ...snapshot,
        cliques: false,
      }).values()) {
        expect(verdict.intended).toBe(verdict.enforced);
      }
    }),
    { numRuns: RUNS },
  );
});

describe('whatever the API returns', () => {
  /** A resource with fields of the right names and any content. */
  const anything = fc.jsonValue({ maxDepth: 3 });
  const fields = [
    'labels',
    'networking',
    'spec',
    'status',
    'mtls',
    'routing',
    'sources',
    'destinations',
    'snis',
    'creationTime',
  ];
  const strange = fc.oneof(
    {
      arbitrary: fc.dictionary(
        fc.constantFrom('type', 'name', ...fields),
        anything,
      ),
      weight: 4,
    },
    anything as fc.Arbitrary<any>,
  );
  /** A good resource with one value, anywhere, put out of shape. */
  const broken = fc
    .tuple(
      fc.oneof(
        rulesPolicy,
        fromPolicy,
        legacyPolicy,
        dataplane,
        fc.constant(identity()),
      ),
      fc.nat(),
      anything,
    )
    .map(([resource, position, value]) => {
      let count = 0;
      const at = position % 25;
      return JSON.parse(
        JSON.stringify(resource, (key, old) =>
          key !== '' && count++ === at ? value : old,
        ),
      );
    });
  const list = fc.array(
    fc.oneof(strange, broken, rulesPolicy, fromPolicy, dataplane),
    {
      maxLength: 4,
    },
  );
  const snapshots = fc.record({
    version: fc.oneof(
      fc.constantFrom('2.9.0', '2.12.1', '2.14.3', '3.0.0'),
      anything as fc.Arbitrary<any>,
    ),
    cliques: fc.boolean(),
    kubernetes: fc.boolean(),
    mesh: fc.oneof(strange, fc.constant(mtlsMesh())),
    dataplanes: list,
    meshIdentities: list,
    meshTLSes: list,
    meshServices: list,
    meshMultiZoneServices: list,
    meshExternalServices: list,
    trafficPermissions: list,
    meshTrafficPermissions: list,
  });
  const OUTCOMES = ['allow', 'deny', 'not-enforced', 'unknown'];
  const KINDS = [
    'MeshService',
    'MeshMultiZoneService',
    'MeshExternalService',
    'ServiceTag',
  ] as const;

  it('nothing throws', () => {
    fc.assert(
      fc.property(snapshots, snapshot => {
        const given = snapshot as unknown as MeshSnapshot;
        const evaluator = createEvaluator(given);
        const matrix = accessMatrix(given);
        const sources = [
          { uriSans: [] },
          ...callers.slice(0, 2),
          ...matrix.sources(),
        ];
        const nowhere = { dataplane: 'x', inbound: 'y' };
        for (const destination of [...matrix.destinations(), nowhere]) {
          evaluator.selectedBy(destination);
          for (const source of sources) {
            const verdict = evaluator.evaluate(source, destination);
            expect(OUTCOMES).toContain(verdict.enforced);
            expect(verdict.reason).not.toBe('');
            expect(matrix.outcome(source, destination)).toBe(verdict.enforced);
          }
          evaluator.identityOf(destination.dataplane);
        }
        for (const kind of KINDS) {
          for (const { name } of [
            ...snapshot.meshServices,
            { name: 'data' },
          ].filter(each => typeof each?.name === 'string')) {
            evaluator.evaluateService(sources[1], { kind, name });
          }
        }
        lintMesh(given);
        for (const resource of snapshot.dataplanes) {
          if (typeof resource === 'object' && resource) {
            matrix.update({ dataplane: resource as KumaResource });
          }
        }
      }),
      { numRuns: RUNS },
    );
  });
});
