import {
  Edge,
  GraphAnswer,
  GraphQuery,
  GroupSize,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  calls,
  dag,
  graphFacts,
  runsAs,
  service,
} from '../__testUtils__/facts';
import { seesAllBut } from '../__testUtils__/FakeInventory';
import { buildEdges } from '../edges/buildEdges';
import { buildScene, compareScenes, drawGraph, seeScene } from '.';

const payments = service('payments', { dataDomain: 'finance' });
const ledger = service('ledger', { dataDomain: 'finance' });
const vectors = service('vectors', { dataDomain: 'ai' });
const invoices = dag('invoices', {
  ...calls('payments', 'ledger'),
  dataDomain: 'finance',
});
const embed = dag('embed', {
  ...calls('vectors', 'payments'),
  dataDomain: 'ai',
  instance: 'batch',
});
const report = dag('report', {
  ...calls('nowhere'),
  upstream: [{ dagId: 'invoices', via: 'asset', detail: 's3://invoices' }],
});
const idle = dag('idle', { dataDomain: 'ai', isPaused: true });

const facts = graphFacts({
  dags: [invoices, embed, report, idle],
  services: [payments, ledger, vectors],
  identities: new Map([
    [invoices.ref, runsAs('airflow-shared', 2)],
    [embed.ref, runsAs('airflow-shared', 2)],
  ]),
});
const scene = buildScene(facts, buildEdges(facts));
const draw = (query: GraphQuery) => drawGraph(scene, query);
const ids = ({ nodes }: Pick<GraphAnswer, 'nodes'>) =>
  nodes.map(({ id }) => id).sort();

const none: GroupSize = { dags: 0, services: 0 };

/** Every node and edge is drawn, in something drawn, or counted as hidden. */
function expectNothingLost(answer: ReturnType<typeof drawGraph>) {
  const drawn = answer.nodes.filter(
    ({ kind }) => kind !== 'group' && kind !== 'identity',
  ).length;
  const inClosed = answer.nodes
    .filter(({ kind }) => kind === 'group')
    .filter(({ id }) => !answer.groups.find(group => group.id === id)?.open)
    .reduce(
      (sum, { contains: { dags, services, unresolved = 0 } = none }) =>
        sum + dags + services + unresolved,
      0,
    );
  const outside = answer.hidden
    .filter(({ reason }) => /left out|further/.test(reason))
    .reduce((sum, { nodes }) => sum + nodes, 0);
  expect(drawn + inClosed + outside).toBe(scene.nodes.size);
  const edges = answer.edges
    .filter(({ kind }) => kind !== 'runs-as')
    .reduce((sum, { total }) => sum + total, 0);
  const hidden = answer.hidden.reduce((sum, item) => sum + item.edges, 0);
  expect(edges + hidden).toBe(scene.edges.length + scene.links.length);
}

describe('drawGraph', () => {
  it('draws everything when nothing is asked for', () => {
    const answer = draw({});
    expect(answer.nodes).toHaveLength(8);
    expect(answer.edges).toHaveLength(6);
    expect(answer.totals).toMatchObject({ dags: 4, services: 3, edges: 5 });
    expect(answer.hidden).toEqual([]);
    expectNothingLost(answer);
  });

  it('opens grouped, with counts and the worst state of each bundle', () => {
    const answer = draw({ grouping: 'dataDomain' });
    expect(ids(answer)).toEqual([
      'group:dataDomain',
      'group:dataDomain:ai',
      'group:dataDomain:finance',
      'group:unresolved',
    ]);
    expect(answer.groups).toContainEqual({
      id: 'group:dataDomain:ai',
      label: 'ai',
      dags: 2,
      services: 1,
      open: false,
      worst: 'unknown',
    });
    expect(
      answer.nodes.find(({ id }) => id === 'group:dataDomain:ai')?.counts,
    ).toEqual({ unknown: 2 });
    expect(
      answer.nodes.find(({ id }) => id === 'group:dataDomain:finance'),
    ).toMatchObject({ counts: { unknown: 2 }, reached: { unknown: 1 } });
    expect(answer.edges).toContainEqual(
      expect.objectContaining({
        source: 'group:dataDomain:ai',
        target: 'group:dataDomain:finance',
        total: 1,
      }),
    );
    expect(answer.hidden).toEqual([
      { nodes: 0, edges: 3, reason: 'inside closed groups' },
    ]);
    expectNothingLost(answer);
  });

  it('opens a group in place', () => {
    const answer = draw({
      grouping: 'dataDomain',
      open: ['group:dataDomain:finance'],
    });
    expect(answer.nodes).toContainEqual(
      expect.objectContaining({
        id: payments.ref,
        parent: 'group:dataDomain:finance',
      }),
    );
    expect(answer.edges).toContainEqual(
      expect.objectContaining({
        source: invoices.ref,
        target: ledger.ref,
        edge: expect.objectContaining({ dag: invoices.ref }),
      }),
    );
    expectNothingLost(answer);
  });

  it.each(['owner', 'environment', 'instance', 'mesh', 'namespace'] as const)(
    'loses nothing grouped by %s',
    grouping => {
      const answer = draw({ grouping });
      expect(answer.groups).not.toEqual([]);
      expectNothingLost(answer);
    },
  );

  it.each([1, 2, 3, 5])('bundles past a limit of %d and counts', limit => {
    const answer = draw({ limit });
    expect(ids(answer).filter(id => !id.startsWith('more:'))).toHaveLength(
      limit,
    );
    expect(answer.hidden).toContainEqual(
      expect.objectContaining({ nodes: 8 - limit }),
    );
    expectNothingLost(answer);
  });

  it('bundles groups past the limit too', () => {
    const answer = draw({ grouping: 'dataDomain', limit: 2 });
    expect(answer.nodes).toHaveLength(2);
    expect(ids(answer)).toContain('more:groups');
    expectNothingLost(answer);
  });

  it('keeps the focus, however low the limit', () => {
    const answer = draw({ focus: [idle.ref], limit: 1 });
    expect(ids(answer)).toEqual([idle.ref]);
  });

  it('focuses by steps', () => {
    const near = draw({ focus: [vectors.ref], depth: 1 });
    expect(ids(near)).toEqual([embed.ref, vectors.ref].sort());
    expect(near.hidden).toEqual([
      {
        nodes: 6,
        edges: 5,
        reason: 'further than 1 step from the focus',
      },
    ]);
    const far = draw({ focus: [vectors.ref], depth: 3 });
    expect(ids(far)).toContain(invoices.ref);
    expectNothingLost(far);
  });

  it.each<[string, GraphQuery, string[]]>([
    [
      'instance',
      { instance: ['batch'] },
      [embed.ref, payments.ref, vectors.ref],
    ],
    [
      'domain, at either end',
      { dataDomain: ['ai'] },
      [embed.ref, idle.ref, payments.ref, vectors.ref],
    ],
    ['text', { text: 'LEDG' }, [invoices.ref, ledger.ref]],
    ['state of a DAG', { state: ['paused'] }, [idle.ref]],
    ['edge state', { edgeState: ['needs-permission'] }, []],
    ['mesh', { mesh: ['nope'] }, []],
  ])('filters by %s', (_, query, expected) => {
    const answer = draw(query);
    expect(ids(answer)).toEqual([...expected].sort());
    expectNothingLost(answer);
  });

  describe('states that tables know', () => {
    const at = Date.parse(facts.at);
    const proxy = (name: string, expires?: string) => ({
      controlPlane: 'eu',
      mesh: 'default',
      name,
      labels: {},
      status: 'online' as const,
      uriSans: [],
      certificate: { expires },
    });
    const dead = service('dead', { proxies: { total: 2, online: 0 } });
    const half = service('half', { proxies: { total: 2, online: 1 } });
    const world = graphFacts({
      dags: [dag('broken', { hasImportErrors: true })],
      services: [payments, ledger, dead, half],
      proxies: [
        proxy('payments', '2026-11-23T00:29:00Z'),
        proxy('ledger', '2026-11-23T00:31:00Z'),
        proxy('dead'),
      ],
    });
    const all = buildScene(world, []);
    const found = (state: string, later = 0) =>
      ids(drawGraph(all, { state: [state] }, at + later));

    it.each([
      ['offline', [dead.ref]],
      ['certificate-expired', [payments.ref]],
      ['broken', [world.dags[0].ref]],
    ])('finds what is %s', (state, expected) => {
      expect(found(state)).toEqual(expected);
    });

    it('sees a certificate expire although nothing changes', () => {
      expect(found('certificate-expired', 120_000)).toEqual(
        [ledger.ref, payments.ref].sort(),
      );
    });
  });

  it('finds what was refused lately, also where it was mended since', () => {
    const at = Date.parse(facts.at);
    const refusedAt = (lastDenied: string | undefined, edge: Edge): Edge => ({
      ...edge,
      state: 'aligned',
      observed: { ...edge.observed, outcome: 'seen', lastDenied },
    });
    const [first, second, ...others] = buildEdges(facts);
    const lately = buildScene(facts, [
      refusedAt('2026-11-22T23:31:00Z', first),
      refusedAt('2026-11-22T23:29:00Z', second),
      ...others.map(edge => refusedAt(undefined, edge)),
    ]);
    const refused = (deniedWithin: number) =>
      drawGraph(lately, { deniedWithin }, at).edges.map(({ edge }) => edge);
    expect(refused(1)).toEqual([expect.objectContaining({ dag: first.dag })]);
    expect(refused(2)).toHaveLength(2);
  });

  it('puts the identity in the middle', () => {
    const answer = draw({ identities: true });
    const identity = answer.nodes.find(({ kind }) => kind === 'identity');
    expect(identity).toMatchObject({
      label: 'airflow-shared',
      sublabel: 'shared by 2 DAGs',
    });
    expect(answer.edges.filter(({ kind }) => kind === 'runs-as')).toMatchObject(
      [
        { source: invoices.ref, target: identity!.id, total: 1 },
        { source: embed.ref, target: identity!.id, total: 1 },
      ],
    );
    expect(answer.edges).toContainEqual(
      expect.objectContaining({
        source: identity!.id,
        target: payments.ref,
        total: 2,
      }),
    );
    expectNothingLost(answer);
  });
});

describe('calls of an identity that could be of several', () => {
  const pool = ['one', 'two', 'three'].map(name =>
    dag(name, { dataDomain: name === 'three' ? 'ai' : 'finance' }),
  );
  const world = graphFacts({
    dags: pool,
    services: [payments, vectors],
    identities: new Map(pool.map(({ ref }) => [ref, runsAs('pool', 3)])),
    observations: {
      servicesSeenFrom: () => [payments.ref],
      look: () => ({
        outcome: 'seen',
        reason: 'Seen.',
        evidence: [],
        errorShare: 0.87,
        lastDenied: '2026-11-23T00:10:00.000Z',
      }),
      refusals: async () => ({ notKnown: [] }),
    },
  });
  const at = Date.parse(world.at);
  const shared = buildScene(world, buildEdges(world));
  const [id] = [...shared.nodes.keys()].filter(key =>
    key.startsWith('identity:'),
  );
  const refs = pool.map(({ ref }) => ref);
  const lines = (answer: Pick<GraphAnswer, 'edges'>, kind: string) =>
    answer.edges.filter(edge => edge.kind === kind);

  it('are one line, with the DAGs before the identity', () => {
    const answer = drawGraph(shared, {});
    expect(lines(answer, 'access')).toMatchObject([
      { source: id, target: payments.ref, total: 1, ailing: 1 },
    ]);
    expect(lines(answer, 'runs-as').map(({ source }) => source)).toEqual(refs);
    expect(answer.nodes.find(node => node.id === id)).toMatchObject({
      kind: 'identity',
      label: 'pool',
      sublabel: 'shared by 3 DAGs',
    });
    expect(answer.totals).toMatchObject({ dags: 3, services: 2, edges: 1 });
  });

  it.each([true, false])('are so too with identities=%s', identities => {
    const answer = drawGraph(shared, { identities });
    expect(answer.nodes.filter(node => node.id === id)).toHaveLength(1);
    expect(lines(answer, 'runs-as')).toHaveLength(3);
  });

  it('are counted once, whatever groups stand for', () => {
    for (const grouping of ['dataDomain', 'owner', 'instance'] as const) {
      const answer = drawGraph(shared, { grouping });
      const groups = answer.nodes.filter(({ kind }) => kind === 'group');
      const begun = groups.flatMap(({ counts = {} }) => Object.values(counts));
      expect(begun.reduce((sum, count) => sum + count, 0)).toBe(1);
      const inside = groups.reduce(
        (sum, { contains }) => sum + (contains?.identities ?? 0),
        0,
      );
      expect(inside).toBe(1);
    }
  });

  it.each([
    ['one of its DAGs', [pool[0].ref]],
    ['the service', [payments.ref]],
  ])('are in the focus of %s', (_, focus) => {
    const answer = drawGraph(shared, { focus, depth: 1 });
    expect(lines(answer, 'access')).toMatchObject([{ source: id }]);
    expect(lines(answer, 'runs-as').length).toBeGreaterThan(0);
  });

  it('are found by a filter that one of its DAGs fits', () => {
    const answer = drawGraph(shared, { text: 'three' });
    expect(lines(answer, 'access')).toHaveLength(1);
    expect(lines(answer, 'runs-as').map(({ source }) => source)).toEqual([
      pool[2].ref,
    ]);
  });

  it('leave no trace of a DAG that the caller may not see, or of none', () => {
    const seen = seeScene(shared, seesAllBut(pool[0].ref));
    const answer = drawGraph(seen, {});
    expect(JSON.stringify(answer)).not.toContain(pool[0].ref);
    expect(lines(answer, 'access')).toHaveLength(1);
    const nothing = seeScene(shared, seesAllBut(...refs));
    expect(drawGraph(nothing, {}).edges).toEqual([]);
    expect(nothing.nodes.has(id)).toBe(false);
  });

  it('say what was denied in the hour although it is allowed now', () => {
    const denied = (deniedWithin?: number) =>
      lines(drawGraph(shared, { deniedWithin }, at), 'access')[0]?.denied;
    expect(denied(1)).toEqual({
      count: 1,
      last: '2026-11-23T00:10:00.000Z',
    });
    expect(denied()).toBeUndefined();
  });
});

describe('groups', () => {
  it.each(['dataDomain', 'owner', 'mesh', 'instance'] as const)(
    'by %s add up to all dependencies',
    grouping => {
      const closed = draw({ grouping });
      const sum = (of: typeof closed) =>
        of.nodes
          .flatMap(({ counts = {} }) => Object.values(counts))
          .reduce((total, count) => total + count, 0);
      expect(sum(closed)).toBe(closed.totals.edges);
    },
  );
});

describe('seeScene', () => {
  it('leaves no trace of what the caller may not see', () => {
    const seen = seeScene(scene, seesAllBut(payments.ref, invoices.ref));
    const answer = drawGraph(seen, {});
    const text = JSON.stringify(answer);
    expect(text).not.toContain('payments');
    expect(text).not.toContain('invoices');
    expect(answer.totals).toMatchObject({ dags: 3, services: 2, edges: 2 });
    expect(answer.hidden).toEqual([]);
  });

  it('hides what an invisible DAG calls without anybody knowing it', () => {
    const seen = seeScene(scene, seesAllBut(report.ref));
    expect([...seen.nodes.keys()].join()).not.toContain('unresolved');
  });
});

describe('compareScenes', () => {
  it('marks what came, went and changed', () => {
    const then = graphFacts({
      dags: [
        { ...invoices, ...calls('ledger') },
        dag('gone', calls('payments')),
        { ...embed, ...calls('payments', 'vectors') },
      ],
      services: [payments, ledger, vectors],
      identities: facts.identities,
    });
    const before = buildEdges(then).map(
      (edge): Edge =>
        edge.dag === embed.ref && edge.service === vectors.ref
          ? { ...edge, state: 'blocked' }
          : edge,
    );
    const compared = compareScenes(scene, buildScene(then, before));
    const changes = Object.fromEntries(
      drawGraph(compared, {})
        .edges.filter(({ kind }) => kind === 'access')
        .map(({ source, target, change }) => [
          `${source.split('.').at(-1)} ${target.split(/[.:]/).at(-1)}`,
          change,
        ]),
    );
    expect(changes).toEqual({
      'invoices payments': 'added',
      'invoices ledger': 'same',
      'embed vectors': 'changed',
      'embed payments': 'same',
      'gone payments': 'removed',
      'report nowhere': 'added',
    });
  });
});
