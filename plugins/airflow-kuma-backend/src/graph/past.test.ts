import { Edge } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { TestDatabases } from '@backstage/backend-test-utils';
import { databaseIds, migrated } from '../access/__testUtils__/databases';
import { DefaultObservationSource } from '../observed/DefaultObservationSource';
import { CallBuffer } from '../observed/logs/CallBuffer';
import { CallStore } from '../observed/logs/CallStore';
import { ObservedCall } from '../observed/logs/ObservedCall';
import { MeshKey } from '../sync/InventoryReader';
import {
  FakeInventory,
  noGrants,
  seesAllBut,
} from './__testUtils__/FakeInventory';
import { calls, dag, runsAs, service } from './__testUtils__/facts';
import {
  dataplane,
  meshService,
  meshSnapshot,
  permission,
  spiffe,
} from './__testUtils__/resources';
import { DefaultEdgeReader } from './DefaultEdgeReader';
import { FactsReader } from './facts/FactsReader';
import { buildScene, drawGraph, seeScene } from './picture';

jest.setTimeout(120_000);

const MINUTE = 60_000;
const MINUTES = 130;
const START = Date.parse('2026-11-23T09:20:00.000Z');
const iso = (at: number) => new Date(at).toISOString();

const orders = dag('orders', calls('payments'));
const quiet = dag('quiet');
const payments = service('payments');
const identities = new Map([
  [orders.ref, runsAs('airflow-orders')],
  [quiet.ref, runsAs('airflow-quiet')],
]);
const CALLERS = ['airflow-orders', 'airflow-quiet'];

/** Permissions as they were read, with when each reading began to hold. */
class RecordedInventory extends FakeInventory {
  readonly recorded: { from: number; allowed: string[]; modified: number }[] =
    [];

  record(from: number, allowed: string[]) {
    this.recorded.push({ from, allowed, modified: from });
    this.currentRevision += 1;
  }

  async meshSnapshot(_key: MeshKey, options?: { asOf?: string }) {
    const until = options?.asOf ? Date.parse(options.asOf) : Infinity;
    const held = this.recorded.findLast(({ from }) => from <= until)!;
    const snapshot = meshSnapshot({
      dataplanes: ['payments', ...CALLERS].map(dataplane),
      meshServices: [meshService('payments')],
      meshTrafficPermissions: held.allowed.length
        ? [
            permission(
              'to-payments',
              'payments',
              { allow: held.allowed.map(spiffe) },
              iso(held.modified),
            ),
          ]
        : [],
    });
    return { ...snapshot, revision: `${held.from}` };
  }
}

/** Numbers that look random and are the same in every run. */
function numbersFrom(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (state * 48_271) % 2_147_483_647;
    return state % below;
  };
}

/** A call as the destination logs it, with what the mesh says at that moment. */
function call(workload: string, allowed: string[], at: number): ObservedCall {
  return {
    mesh: 'default',
    caller: spiffe(workload),
    destination: 'payments',
    verdict: allowed.includes(workload) ? 'allowed' : 'denied',
    policy: '',
    at,
  };
}

/** What people compare: each facet, and the line that is drawn for it. */
function told(edges: Edge[], minute: number) {
  return edges
    .map(({ dag: from = '', state, declared, permitted, observed }) => ({
      minute,
      from,
      state,
      declared: declared.length > 0,
      permitted: permitted.outcome,
      observed: observed.outcome,
      lastSeen: observed.lastSeen?.slice(0, 16),
      lastDenied: observed.lastDenied?.slice(0, 16),
    }))
    .sort((a, b) => a.from.localeCompare(b.from));
}

describe('the past', () => {
  const databases = TestDatabases.create({ ids: databaseIds });
  const cases = databases
    .eachSupportedId()
    .flatMap(([id]) => [7, 1931].map(seed => ({ id, seed })));

  it.each(cases)(
    'reads as it was live, facet by facet, on $id from seed $seed',
    async ({ id, seed }) => {
      const store = new CallStore(await migrated(databases, id));
      const inventory = new RecordedInventory();
      inventory.dagFacts = [orders, quiet];
      inventory.serviceFacts = [payments];
      inventory.proxyFacts = ['payments', ...CALLERS].map((name): any => ({
        controlPlane: 'eu',
        mesh: 'default',
        name,
        labels: { 'kuma.io/workload': name },
        status: 'online',
        uriSans: [spiffe(name)],
      }));
      let now = START;
      const readerOf = () =>
        new DefaultEdgeReader(
          new FactsReader({
            inventory,
            grants: noGrants,
            identify: () => identities,
            observations: new DefaultObservationSource({ store }),
            now: () => new Date(now),
          }),
        );
      const random = numbersFrom(seed);
      let allowed: string[] = [];
      inventory.record(START - MINUTE, allowed);
      const live: ReturnType<typeof told>[] = [];
      for (let minute = 0; minute < MINUTES; minute++) {
        const from = START + minute * MINUTE;
        const buffer = new CallBuffer(1000);
        if (random(3) > 0) {
          buffer.add('eu', call(CALLERS[random(2)], allowed, from + 4_000));
        }
        if (random(6) === 0) {
          allowed = CALLERS.filter(() => random(2) === 0);
          inventory.record(from + 20_000, allowed);
        }
        if (random(3) > 0) {
          buffer.add('eu', call(CALLERS[random(2)], allowed, from + 45_000));
        }
        await store.add(buffer.drain(), 10_000);
        now = from + MINUTE;
        live.push(told(await readerOf().edges(), minute));
      }
      now += 24 * 60 * MINUTE;
      const reader = readerOf();
      const states = new Set<string>();
      for (const [minute, expected] of live.entries()) {
        const asOf = iso(START + (minute + 1) * MINUTE);
        const set = await reader.edgeSet({ asOf });
        expect(told(set.edges, minute)).toEqual(expected);
        // The picture, and the table that is made of the same lines.
        const scene = seeScene(buildScene(set.facts, set.edges), seesAllBut());
        const drawn = drawGraph(scene, {}, Date.parse(asOf)).edges;
        expect(drawn.map(({ state }) => state)).toEqual(
          drawn.map(({ edge }) => edge?.state),
        );
        expect(
          drawn.map(({ source, state }) => `${source} ${state}`).sort(),
        ).toEqual(expected.map(({ from, state }) => `${from} ${state}`).sort());
        for (const { state } of expected) states.add(state);
      }
      expect([...states].sort()).toEqual(
        expect.arrayContaining(['aligned', 'blocked']),
      );
    },
  );
});
