import {
  Edge,
  edgeSource,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  calls,
  dag,
  graphFacts,
  runsAs,
  service,
} from '../__testUtils__/facts';
import {
  dataplane,
  meshService,
  permission,
  spiffe,
} from '../__testUtils__/resources';
import { Observation, ObservationBook } from '../facts/ObservationBook';
import { RunBook } from '../facts/RunBook';
import { buildEdges } from './buildEdges';

const payments = service('payments');
const AT = '2026-11-22T14:03:20.000Z';
const NAMES = Array.from({ length: 14 }, (_, index) => `dag${index}`);
const POOL =
  'identity:["eu","default",["spiffe://default.zone-1.mesh.local/workload/pool"]]';

const book = (look: Partial<Observation> = {}): ObservationBook => ({
  servicesSeenFrom: () => [payments.ref],
  look: () => ({
    outcome: 'seen',
    reason: 'A call went through.',
    evidence: [],
    lastSeen: AT,
    rate: 2,
    errorShare: 0.87,
    ...look,
  }),
  refusals: async () => ({ notKnown: [] }),
});

/** Fourteen DAGs on one identity, some of which declare what was called. */
function edgesOf(options: {
  declaring?: string[];
  running?: string[];
  look?: Partial<Observation>;
  allowed?: boolean;
  grantOf?: string;
}) {
  const { declaring = [], running, look, allowed = true, grantOf } = options;
  const dags = NAMES.map(name =>
    dag(name, declaring.includes(name) ? calls('payments') : {}),
  );
  const refOf = (name: string) => dags[NAMES.indexOf(name)].ref;
  const runs: RunBook = {
    wasRunning: (ref, at) =>
      running && at === AT ? running.map(refOf).includes(ref) : undefined,
  };
  const edges = buildEdges(
    graphFacts({
      services: [payments],
      dags,
      identities: new Map(
        dags.map(({ ref }) => [ref, runsAs('pool', NAMES.length)]),
      ),
      snapshot: {
        dataplanes: [dataplane('payments'), dataplane('pool')],
        meshServices: [meshService('payments')],
        meshTrafficPermissions: allowed
          ? [permission('to', 'payments', { allow: [spiffe('pool')] })]
          : [],
      },
      grants: grantOf
        ? [{ id: 'g1', dag: refOf(grantOf), service: payments.ref, port: 80 }]
        : [],
      observations: book(look),
      running: runs,
    }),
  );
  return { edges, refOf };
}

const told = (edges: Edge[]) =>
  edges.filter(({ observed }) => observed.toldAt === undefined);

describe('calls of an identity that 14 DAGs share', () => {
  it('are one edge, at the identity, where no DAG declares them', () => {
    const { edges, refOf } = edgesOf({});
    expect(edges).toMatchObject([
      {
        state: 'undeclared',
        caller: {
          id: POOL,
          sharedBy: 14,
          total: 14,
          couldBe: NAMES.map(refOf),
          reason: 'Seen from this identity, shared by 14 DAGs.',
        },
        service: payments.ref,
      },
    ]);
    expect(edges[0].dag).toBeUndefined();
  });

  it('could only be of those that were running in that minute', () => {
    const { edges, refOf } = edgesOf({ running: ['dag3', 'dag5', 'dag9'] });
    expect(edges).toHaveLength(1);
    expect(edges[0].caller).toMatchObject({
      couldBe: ['dag3', 'dag5', 'dag9'].map(refOf),
      total: 3,
      sharedBy: 14,
      reason: expect.stringContaining(
        '3 of them could have been running at 2026-11-22 14:03 UTC.',
      ),
    });
  });

  it('are the edge of the only one that was running', () => {
    const { edges, refOf } = edgesOf({ running: ['dag3'] });
    expect(edges).toMatchObject([
      {
        dag: refOf('dag3'),
        state: 'undeclared',
        observed: { outcome: 'seen', rate: 2 },
        reason: expect.stringContaining('only dag3 was running at'),
      },
    ]);
    expect(edges[0].caller).toBeUndefined();
  });

  it('stay of all where no run of any is known', () => {
    const { edges } = edgesOf({ running: [] });
    expect(edges[0].caller).toMatchObject({
      total: 14,
      reason: expect.stringContaining('No run of theirs is known at'),
    });
  });

  it('are told once where several declare them, and their own edges say where', () => {
    const { edges, refOf } = edgesOf({ declaring: ['dag1', 'dag2'] });
    expect(edges.map(edge => [edgeSource(edge), edge.state])).toEqual([
      [refOf('dag1'), 'aligned'],
      [refOf('dag2'), 'aligned'],
      [POOL, 'aligned'],
    ]);
    expect(told(edges)).toMatchObject([
      {
        caller: {
          couldBe: ['dag1', 'dag2'].map(refOf),
          sharedBy: 14,
          reason:
            'Seen from this identity, shared by 14 DAGs. Of these, 2 declare the service.',
        },
      },
    ]);
    expect(edges[0].observed.toldAt).toBe(POOL);
  });

  it('block the identity once, and its DAGs need the permission', () => {
    const { edges } = edgesOf({
      declaring: ['dag1', 'dag2'],
      allowed: false,
      look: { outcome: 'denied', lastSeen: undefined, lastDenied: AT },
    });
    expect(edges.map(({ state }) => state)).toEqual([
      'needs-permission',
      'needs-permission',
      'blocked',
    ]);
  });

  it('are undeclared where the one that declares them was not running', () => {
    const { edges, refOf } = edgesOf({
      declaring: ['dag1'],
      running: ['dag3', 'dag5'],
    });
    expect(edges.map(edge => [edgeSource(edge), edge.state])).toEqual([
      [refOf('dag1'), 'aligned'],
      [POOL, 'undeclared'],
    ]);
    expect(told(edges)).toHaveLength(1);
  });

  it('make no edge of a grant undeclared', () => {
    const { edges, refOf } = edgesOf({ grantOf: 'dag4' });
    expect(edges.map(edge => [edgeSource(edge), edge.state])).toEqual([
      [refOf('dag4'), 'aligned'],
      [POOL, 'undeclared'],
    ]);
    // A grant is unused only by its identity, so its edge still knows of the call.
    expect(edges[0]).toMatchObject({
      grants: ['g1'],
      observed: { lastSeen: AT, toldAt: POOL },
    });
  });
});
