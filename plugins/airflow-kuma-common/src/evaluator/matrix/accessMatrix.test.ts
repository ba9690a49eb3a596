import fc from 'fast-check';
import {
  dataplane,
  distinct,
  fromPolicy,
  legacyPolicy,
  rulesPolicy,
  RUNS,
  smallPolicy,
  WORKLOADS,
} from '../__testUtils__/arbitraries';
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
} from '../__testUtils__/meshes';
import { createEvaluator } from '../createEvaluator';
import { bothEnds } from '../reach';
import {
  DestinationInbound,
  DestinationServicePort,
  KumaResource,
  MeshSnapshot,
  SourceIdentity,
} from '../types';
import { accessMatrix } from './accessMatrix';
import { AccessMatrix, MatrixChange } from './types';

const proxies = ['data', 'data-science', 'orders', 'pay'].map(name =>
  proxy(name),
);

const dataService: KumaResource = {
  type: 'MeshService',
  mesh: 'default',
  name: 'data',
  labels: { 'kuma.io/zone': 'zone-1' },
  snis: [{ port: 80, sni: 'sni.msvc.default.zone-1.data.80' }],
  spec: {
    selector: { dataplaneLabels: { matchLabels: { app: 'data' } } },
    ports: [{ port: 80, targetPort: 8080 }],
  },
};

/** Every answer of a matrix, by names. */
function answersOf(matrix: AccessMatrix) {
  const answers: Record<string, string> = {};
  matrix.destinations().forEach((destination, index) => {
    const to = `${destination.dataplane}/${destination.inbound}`;
    for (const source of matrix.sources()) {
      answers[`${source.uriSans} ${to}`] = matrix.outcome(source, destination);
    }
    answers[`count ${to}`] = String(matrix.allowedCounts()[index]);
  });
  return answers;
}

/** The best way out to any service that leads to an inbound. */
function wayOutOneByOne(
  snapshot: MeshSnapshot,
  { uriSans }: SourceIdentity,
  { dataplane: name, inbound }: DestinationInbound,
) {
  const evaluator = createEvaluator(snapshot);
  const proxiesOf = snapshot.dataplanes
    .map(each => each.name)
    .filter(
      each => evaluator.identityOf(each).uriSans.join() === uriSans.join(),
    );
  const services: DestinationServicePort[] = [
    ...snapshot.meshServices.flatMap(({ name: service }) =>
      [80, 90].map(port => ({
        kind: 'MeshService' as const,
        name: service,
        port,
      })),
    ),
    ...WORKLOADS.flatMap(each => [each, `${each}-db`]).map(tag => ({
      kind: 'ServiceTag' as const,
      name: tag,
    })),
  ];
  const ways = services
    .filter(service =>
      evaluator
        .inboundsOf(service)
        .some(each => each.dataplane === name && each.inbound === inbound),
    )
    .map(service => evaluator.callerWayOut(proxiesOf, service));
  return ['open', 'unknown', 'closed']
    .map(state => ways.find(way => way?.state === state))
    .find(way => way);
}

/** The same asked one by one, without any classes. */
function answersOneByOne(snapshot: MeshSnapshot) {
  const evaluator = createEvaluator(snapshot);
  const matrix = accessMatrix(snapshot);
  const answers: Record<string, string> = {};
  for (const destination of matrix.destinations()) {
    const to = `${destination.dataplane}/${destination.inbound}`;
    let count = 0;
    for (const source of matrix.sources()) {
      const { enforced } = evaluator.evaluate(source, destination);
      const { outcome } = bothEnds(
        enforced,
        wayOutOneByOne(snapshot, source, destination),
      );
      answers[`${source.uriSans} ${to}`] = outcome;
      if (outcome === 'allow' || outcome === 'not-enforced') count++;
    }
    answers[`count ${to}`] = String(count);
  }
  return answers;
}

function changed(snapshot: MeshSnapshot, change: MatrixChange): MeshSnapshot {
  const without = (list: KumaResource[], name: string) =>
    list.filter(each => each.name !== name);
  const next = { ...snapshot };
  if ('policy' in change || 'removedPolicy' in change) {
    const of = 'policy' in change ? change.policy : change.removedPolicy;
    const key =
      of.type === 'TrafficPermission'
        ? 'trafficPermissions'
        : 'meshTrafficPermissions';
    next[key] = without(next[key], of.name);
    if ('policy' in change) next[key] = [...next[key], change.policy];
  } else {
    const name =
      'dataplane' in change ? change.dataplane.name : change.removedDataplane;
    next.dataplanes = without(next.dataplanes, name);
    if ('dataplane' in change)
      next.dataplanes = [...next.dataplanes, change.dataplane];
  }
  return next;
}

describe('accessMatrix', () => {
  it('answers for a whole mesh and counts classes', () => {
    const matrix = accessMatrix(
      meshOf({
        meshIdentities: [identity()],
        dataplanes: proxies,
        meshTrafficPermissions: [
          permission('data', rule({ allow: [prefix('data')] })),
          permission('no-science', {
            targetRef: { kind: 'Dataplane', labels: { app: 'pay' } },
            ...rule({ deny: [exact('data-science')] }),
          }),
        ],
      }),
    );
    expect(matrix.allowedCounts()).toEqual([2, 2, 2, 1]);
    // data | data-science | orders and pay; pay | the others
    expect(matrix.classes()).toEqual({ sources: 3, destinations: 2 });
    const pay = { dataplane: 'pay', inbound: 'http' };
    expect(matrix.outcome({ uriSans: [spiffeId('data')] }, pay)).toBe('allow');
    expect(matrix.outcome({ uriSans: [spiffeId('data-science')] }, pay)).toBe(
      'deny',
    );
    expect(
      matrix.verdict({ uriSans: [spiffeId('data-science')] }, pay).decidedBy
        ?.policy.name,
    ).toBe('no-science');
  });

  it('answers for callers and destinations that it does not hold', () => {
    const matrix = accessMatrix(
      meshOf({
        meshIdentities: [identity()],
        dataplanes: proxies,
        meshTrafficPermissions: [
          permission('data', rule({ allow: [prefix('data')] })),
        ],
      }),
    );
    const pay = { dataplane: 'pay', inbound: 'http' };
    expect(matrix.outcome({ uriSans: [spiffeId('data-new')] }, pay)).toBe(
      'allow',
    );
    expect(matrix.outcome({ uriSans: [] }, pay)).toBe('deny');
    expect(
      matrix.outcome({ uriSans: [] }, { dataplane: 'pay', inbound: 'nope' }),
    ).toBe('unknown');
  });

  it('keeps what is said of a class when a change splits it', () => {
    const onPay = { targetRef: { kind: 'Dataplane', labels: { app: 'pay' } } };
    const onOrders = {
      targetRef: { kind: 'Dataplane', labels: { app: 'orders' } },
    };
    const matrix = accessMatrix(
      meshOf({
        meshIdentities: [identity()],
        dataplanes: [
          proxy('data'),
          proxy('data-eng'),
          proxy('orders'),
          proxy('pay'),
        ],
        meshTrafficPermissions: [
          permission('a', { ...onPay, ...rule({ allow: [prefix('data')] }) }),
        ],
      }),
    );
    expect(matrix.classes()).toEqual({ sources: 2, destinations: 2 });
    matrix.update({
      policy: permission('b', {
        ...onOrders,
        ...rule({ deny: [exact('data-eng')] }),
      }),
    });
    expect(matrix.classes()).toEqual({ sources: 3, destinations: 3 });
    expect(matrix.allowedCounts()).toEqual([0, 0, 0, 2]);
    matrix.update({
      policy: permission('c', { ...onPay, ...rule({ deny: [exact('data')] }) }),
    });
    expect(matrix.allowedCounts()).toEqual([0, 0, 0, 1]);
  });

  it('asks one by one where sets do not tell', () => {
    const empty = permission('empty', {
      targetRef: { kind: 'Dataplane', labels: { app: 'pay' } },
      ...rule({ allow: [{}] }),
    });
    const matrix = accessMatrix(
      meshOf({
        meshIdentities: [identity()],
        dataplanes: proxies,
        meshTrafficPermissions: [empty],
      }),
    );
    const source = { uriSans: [spiffeId('data')] };
    const pay = { dataplane: 'pay', inbound: 'http' };
    expect(matrix.outcome(source, pay)).toBe('unknown');
    matrix.update({
      policy: { ...empty, spec: rule({ allow: [exact('data')] }) },
    });
    expect(matrix.outcome(source, pay)).toBe('allow');
    matrix.update({
      removedPolicy: { type: 'MeshTrafficPermission', name: 'empty' },
    });
    expect(matrix.outcome(source, pay)).toBe('deny');
  });

  // Mostly what sets can tell, as that is what can go wrong with sets.
  const mostly = <T>(usual: T, ...others: T[]) =>
    fc.oneof(
      { arbitrary: fc.constant(usual), weight: 6 },
      { arbitrary: fc.constantFrom(...others), weight: 1 },
    );
  const meshes = fc
    .record({
      version: mostly('2.14.3', '3.0.0', '2.13.1', '2.11.0'),
      mesh: mostly<KumaResource>({ type: 'Mesh', name: 'default' }, mtlsMesh()),
      meshIdentities: mostly([identity()], [], [identity({ team: 'a' })]),
      dataplanes: fc
        .array(dataplane, { minLength: 4, maxLength: 10 })
        .map(distinct),
      meshTrafficPermissions: fc
        .array(fc.oneof({ arbitrary: rulesPolicy, weight: 8 }, fromPolicy), {
          maxLength: 4,
        })
        .map(distinct),
      trafficPermissions: fc
        .array(legacyPolicy, { maxLength: 2 })
        .map(distinct),
      meshServices: fc.constantFrom<KumaResource[][]>([], [dataService]),
    })
    .map(meshOf);
  const change: fc.Arbitrary<MatrixChange> = fc.oneof(
    fc
      .oneof({ arbitrary: rulesPolicy, weight: 6 }, fromPolicy, legacyPolicy)
      .map(policy => ({ policy })),
    fc.constantFrom('p1', 'p2', 'p3').map(name => ({
      removedPolicy: { type: 'MeshTrafficPermission', name },
    })),
    legacyPolicy.map(({ type, name }) => ({ removedPolicy: { type, name } })),
    dataplane.map(each => ({ dataplane: each })),
    dataplane.map(({ name }) => ({ removedDataplane: name })),
  );

  it('is the same as asking one by one', () => {
    fc.assert(
      fc.property(meshes, snapshot => {
        expect(answersOf(accessMatrix(snapshot))).toEqual(
          answersOneByOne(snapshot),
        );
      }),
      { numRuns: RUNS },
    );
  });

  it('is the same after any changes as made anew', () => {
    fc.assert(
      fc.property(
        meshes,
        fc.array(change, { maxLength: 6 }),
        (snapshot, changes) => {
          const matrix = accessMatrix(snapshot);
          let now = snapshot;
          for (const each of changes) {
            matrix.update(each);
            now = changed(now, each);
            expect(answersOf(matrix)).toEqual(answersOf(accessMatrix(now)));
          }
        },
      ),
      { numRuns: RUNS },
    );
  });

  it('is the same after small policies that cut classes apart', () => {
    const everyone = WORKLOADS.map((name, index) =>
      proxy(name, { labels: { team: ['a', 'b', 'c'][index % 3] } }),
    );
    const policies = fc.array(smallPolicy, { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(policies, ([first, ...others]) => {
        let now = meshOf({
          meshIdentities: [identity()],
          dataplanes: everyone,
          meshTrafficPermissions: [first],
        });
        const matrix = accessMatrix(now);
        for (const policy of others) {
          matrix.update({ policy });
          now = changed(now, { policy });
          expect(answersOf(matrix)).toEqual(answersOf(accessMatrix(now)));
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('holds ways out, in every mode, as one by one', () => {
    const services = ['orders', 'pay'].map(name => ({
      ...dataService,
      name,
      snis: [],
      spec: {
        selector: { dataplaneLabels: { matchLabels: { app: name } } },
        ports: [
          { port: 80, targetPort: 8080 },
          { port: 90, targetPort: 9090 },
        ],
        identities: [{ type: 'ServiceTag', value: name }],
      },
    }));
    const ref = fc.record(
      {
        kind: fc.constantFrom('MeshService', 'MeshService', 'MeshWormhole'),
        name: fc.constantFrom('orders', 'pay', 'gone'),
        port: fc.constantFrom(80, 90, 7),
      },
      { requiredKeys: ['kind', 'name'] },
    );
    const settings = fc.option(
      fc.record(
        {
          reachableBackends: fc.record({
            refs: fc.array(ref, { maxLength: 3 }),
          }),
          reachableServices: fc.subarray(['orders', 'pay-db']),
        },
        { requiredKeys: [] },
      ),
    );
    const withSettings = fc
      .tuple(dataplane, settings)
      .map(([resource, transparentProxying]) => ({
        ...resource,
        networking: {
          ...(resource.networking as object),
          ...(transparentProxying && { transparentProxying }),
        },
      }));
    const mode = fc.constantFrom('Exclusive', 'Everywhere', 'Disabled');
    fc.assert(
      fc.property(
        fc.array(withSettings, { minLength: 1, maxLength: 6 }),
        fc.array(smallPolicy, { maxLength: 3 }),
        mode,
        withSettings,
        (dataplanes, policies, meshServices, changedProxy) => {
          let now = meshOf({
            mesh: {
              type: 'Mesh',
              name: 'default',
              meshServices: { mode: meshServices },
            },
            meshIdentities: [identity()],
            dataplanes: distinct(dataplanes),
            meshServices: services,
            meshTrafficPermissions: distinct(policies),
          });
          const matrix = accessMatrix(now);
          expect(answersOf(matrix)).toEqual(answersOneByOne(now));
          const moved = { dataplane: changedProxy };
          matrix.update(moved);
          now = changed(now, moved);
          expect(answersOf(matrix)).toEqual(answersOneByOne(now));
        },
      ),
      { numRuns: RUNS },
    );
  });
});
