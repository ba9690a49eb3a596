import fc from 'fast-check';
import { KumaResource } from '../types';
import { permission, proxy, spiffeId, trafficPermission } from './meshes';

/** How often properties are tried; `FC_RUNS=10000` for the long run. */
export const RUNS = Number(process.env.FC_RUNS ?? 200);

/** Names that are prefixes of one another, where mistakes show. */
export const WORKLOADS = [
  'data',
  'data-eng',
  'data-science',
  'orders',
  'orders-api',
  'orders-etl',
  'pay',
  'payments',
];
const TEAMS = ['a', 'b', 'c'];

/** What callers of port 80 of the service `data` ask for. */
const SNI = 'sni.msvc.default.zone-1.data.80';
const LEGACY_SNI = 'a0b10d47da5e4e634.data.80.default.ms';

const workload = fc.constantFrom(...WORKLOADS);
const section = fc.constantFrom('http', 'http', '9090', 'nope');

/** A match that is not empty; values are names or what a name starts with. */
export const match = fc
  .record({
    type: fc.constantFrom('Exact', 'Prefix'),
    workload: fc.oneof(workload, fc.constant('ghost')),
    length: fc.oneof(fc.constant(99), fc.integer({ min: 1, max: 11 })),
    sni: fc.option(fc.constantFrom(SNI, LEGACY_SNI, 'nope'), {
      nil: undefined,
      freq: 8,
    }),
  })
  .map(({ type, workload: name, length, sni }) => ({
    spiffeID: { type, value: spiffeId(name.slice(0, length)) },
    ...(sni && { sni: { type: 'Exact', value: sni } }),
  }));

const matches = fc.array(match, { minLength: 1, maxLength: 3 });

/** A rule with at least one list. */
export const ruleConf = fc
  .record(
    { deny: matches, allow: matches, allowWithShadowDeny: matches },
    { requiredKeys: [] },
  )
  .filter(conf => Object.keys(conf).length > 0);

/** A top-level target of any kind that 2.14 knows; most select something. */
export const target = fc.oneof(
  { arbitrary: fc.constantFrom(undefined, { kind: 'Mesh' }), weight: 2 },
  {
    arbitrary: fc.record(
      {
        kind: fc.constant('Dataplane'),
        labels: fc.oneof(
          fc.record({ team: fc.constantFrom(...TEAMS) }),
          fc.record({ app: workload }),
          fc.constant({}),
        ),
        sectionName: section,
      },
      { requiredKeys: ['kind', 'labels'] },
    ),
    weight: 4,
  },
  {
    arbitrary: fc.oneof(
      fc.record({ kind: fc.constant('Dataplane'), name: workload }),
      fc.record({ kind: fc.constant('Dataplane'), sectionName: section }),
      fc.record({ kind: fc.constant('MeshService'), name: workload }),
      fc.record({
        kind: fc.constant('MeshSubset'),
        tags: fc.record({ team: fc.constantFrom(...TEAMS, '*') }),
      }),
    ),
    weight: 1,
  },
);

const shadow = fc.option(fc.constant({ 'kuma.io/effect': 'shadow' }), {
  nil: undefined,
  freq: 6,
});

/** A policy of the `rules` dialect, without empty matches. */
export const rulesPolicy = fc
  .record({
    name: fc.constantFrom('p1', 'p2', 'p3', 'p4', 'p5'),
    targetRef: target,
    rules: fc.array(
      ruleConf.map(conf => ({ default: conf })),
      { minLength: 1, maxLength: 3 },
    ),
    labels: shadow,
  })
  .map(({ name, targetRef, rules, labels }) =>
    permission(name, { ...(targetRef && { targetRef }), rules }, labels),
  );

/** A policy with one match and a selector that overlaps with others. */
export const smallPolicy = fc
  .record({
    name: fc.constantFrom('p1', 'p2', 'p3', 'p4', 'p5'),
    labels: fc.constantFrom({ team: 'a' }, { team: 'b' }, { app: 'data' }),
    clause: fc.constantFrom('allow', 'allow', 'deny'),
    match,
  })
  .map(({ name, labels, clause, match: only }) =>
    permission(name, {
      targetRef: { kind: 'Dataplane', labels },
      rules: [{ default: { [clause]: [only] } }],
    }),
  );

const clientTarget = fc.oneof(
  fc.constant({ kind: 'Mesh' }),
  fc.record({ kind: fc.constant('MeshService'), name: workload }),
  fc.record({
    kind: fc.constant('MeshSubset'),
    tags: fc.record({ team: fc.constantFrom(...TEAMS) }),
  }),
);

/** A policy of the `from` dialect. */
export const fromPolicy = fc
  .record({
    name: fc.constantFrom('p1', 'p2', 'p3', 'f4', 'f5'),
    targetRef: target,
    from: fc.array(
      fc.record({
        targetRef: clientTarget,
        default: fc.record({
          action: fc.constantFrom('Allow', 'Deny', 'AllowWithShadowDeny'),
        }),
      }),
      { minLength: 1, maxLength: 4 },
    ),
  })
  .map(({ name, targetRef, from }) =>
    permission(name, { ...(targetRef && { targetRef }), from }),
  );

/** A TrafficPermission. */
export const legacyPolicy: fc.Arbitrary<KumaResource> = fc
  .record({
    name: fc.constantFrom('t1', 't2', 't3'),
    source: fc.oneof(workload, fc.constant('*')),
    destination: fc.oneof(workload, fc.constant('*')),
    second: fc.integer({ min: 10, max: 30 }),
  })
  .map(({ name, source, destination, second }) =>
    trafficPermission(
      name,
      { 'kuma.io/service': source },
      { 'kuma.io/service': destination },
      `2026-01-01T00:00:${second}Z`,
    ),
  );

/** A proxy with up to two inbounds, one of them without a name. */
export const dataplane = fc
  .record({
    name: workload,
    team: fc.constantFrom(...TEAMS),
    inbounds: fc.constantFrom(0, 1, 1, 2, 2),
  })
  .map(({ name, team, inbounds }) => {
    const tags = { 'kuma.io/service': name, team };
    const all = [
      { name: 'http', port: 8080, tags },
      { port: 9090, tags: { ...tags, 'kuma.io/service': `${name}-db` } },
    ];
    return proxy(name, {
      labels: { team },
      networking: { inbound: all.slice(0, inbounds) },
    });
  });

/** One resource for each name, the last one. */
export function distinct(resources: KumaResource[]): KumaResource[] {
  return [...new Map(resources.map(each => [each.name, each])).values()];
}
