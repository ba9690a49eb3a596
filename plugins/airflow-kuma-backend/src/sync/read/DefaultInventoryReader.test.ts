import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { databaseIds, migrated } from '../../access/__testUtils__/databases';
import { ObjectStore } from '../store/ObjectStore';
import { ReadStore } from '../store/ReadStore';
import { RunStore } from '../store/RunStore';
import { SourceStore } from '../store/SourceStore';
import { NewObject } from '../store/types';
import { DefaultInventoryReader } from './DefaultInventoryReader';

jest.setTimeout(60_000);

const T1 = '2026-01-01T00:00:00.000Z';
const T2 = '2026-01-02T00:00:00.000Z';
const PROD = { kind: 'airflow', name: 'prod' } as const;

const dag = (dagId: string, owner: string, nextRun?: string): NewObject => ({
  kind: 'dag',
  mesh: '',
  key: dagId,
  data: { instance: 'prod', dagId, owner },
  live: { shown: { nextRun }, notes: { readAt: T1 } },
});

describe('DefaultInventoryReader', () => {
  const databases = TestDatabases.create({ ids: databaseIds });

  async function setUp(id: TestDatabaseId) {
    const knex = await migrated(databases, id);
    const sourceStore = SourceStore.create(knex);
    await sourceStore.register(PROD);
    const time = { now: new Date(T1) };
    const reader = DefaultInventoryReader.create({
      knex,
      sources: [
        {
          ...PROD,
          title: 'Production',
          cadence: { interval: 30_000, deadline: 60_000 },
        },
      ],
      sourceStore,
      runStore: RunStore.create(knex),
      readStore: ReadStore.create(knex),
      clock: () => time.now,
      runRetentionMilliseconds: 86_400_000,
    });
    return { knex, reader, sourceStore, store: ObjectStore.create(knex), time };
  }

  const objectReads = async (knex: Knex, run: () => Promise<unknown>) => {
    let reads = 0;
    const listen = ({ sql }: { sql: string }) => {
      if (/^select .* from .sync_objects/.test(sql)) reads += 1;
    };
    knex.on('query', listen);
    await run();
    knex.removeListener('query', listen);
    return reads;
  };

  describe.each(databases.eachSupportedId())('%s', id => {
    it('answers from memory until something changed', async () => {
      const { knex, reader, store } = await setUp(id);
      await store.replace('airflow:prod', [dag('a', 'x', T1)], { now: T1 });
      const ask = () => reader.dags();
      expect(await objectReads(knex, () => Promise.all([ask(), ask()]))).toBe(
        1,
      );
      expect(await objectReads(knex, ask)).toBe(0);
      await store.replace('airflow:prod', [dag('a', 'x', T2)], { now: T2 });
      expect(await ask()).toEqual([
        {
          instance: 'prod',
          dagId: 'a',
          owner: 'x',
          nextRun: T2,
          ref: 'component:default/prod.a',
        },
      ]);
    });

    it('answers as it was at any instant', async () => {
      const { reader, store } = await setUp(id);
      await store.replace('airflow:prod', [dag('a', 'x'), dag('b', 'x')], {
        now: T1,
      });
      await store.replace('airflow:prod', [dag('a', 'y')], { now: T2 });
      const asOf = async (instant?: string) =>
        (await reader.dags({ asOf: instant })).map(each => [
          each.dagId,
          each.owner,
        ]);
      expect(await asOf('2025-12-31T00:00:00Z')).toEqual([]);
      expect(await asOf(T1)).toEqual([
        ['a', 'x'],
        ['b', 'x'],
      ]);
      expect(await asOf('2026-01-01T23:59:59.999999Z')).toHaveLength(2);
      expect(await asOf('2026-01-02T01:00:00+01:00')).toEqual([['a', 'y']]);
      expect(await asOf()).toEqual([['a', 'y']]);
      await expect(asOf('yesterday')).rejects.toThrow('asOf must be an ISO');
    });

    it('tells every version that held in a window', async () => {
      const { reader, store } = await setUp(id);
      const T3 = '2026-01-03T00:00:00.000Z';
      const proxy = (key: string, uriSan: string): NewObject => ({
        kind: 'proxy',
        mesh: 'default',
        key,
        data: { name: key, uriSans: [uriSan] },
      });
      await store.replace('airflow:prod', [dag('a', 'x'), dag('gone', 'x')], {
        now: T1,
      });
      await store.replace('airflow:prod', [dag('a', 'y')], { now: T2 });
      const versions = async (from: string, to: string) =>
        (await reader.dagVersions({ from, to })).map(
          ({ value, validFrom, validTo }) => [
            value.ref,
            value.owner,
            validFrom,
            validTo,
          ],
        );
      const [a, gone] = [
        'component:default/prod.a',
        'component:default/prod.gone',
      ];
      expect(await versions(T1, T3)).toEqual([
        [a, 'x', T1, T2],
        [gone, 'x', T1, T2],
        [a, 'y', T2, undefined],
      ]);
      expect(await versions(T2, T3)).toEqual([[a, 'y', T2, undefined]]);

      await store.replace(
        'kuma:eu',
        [proxy('w1', 'spiffe://td/a_b'), proxy('w2', 'spiffe://td/axb')],
        { now: T1 },
      );
      await store.replace('kuma:eu', [], { now: T2 });
      const proxies = await reader.proxyVersions({
        controlPlane: 'eu',
        mesh: 'default',
        uriSans: ['spiffe://td/a_b'],
        from: T1,
        to: T3,
      });
      expect(proxies).toEqual([
        {
          value: { name: 'w1', uriSans: ['spiffe://td/a_b'] },
          validFrom: T1,
          validTo: T2,
        },
      ]);
    });

    it('keeps what proxies were, without their counters', async () => {
      const { reader, store } = await setUp(id);
      const proxy = (status: string, sent: number): NewObject => ({
        kind: 'proxy',
        mesh: 'default',
        key: 'worker',
        data: { name: 'worker', status },
        live: { shown: { sync: { sent } } },
      });
      await store.replace('kuma:eu', [proxy('online', 1)], { now: T1 });
      await store.replace('kuma:eu', [proxy('offline', 2)], { now: T2 });
      expect(await reader.proxyRecords({ asOf: T1 })).toEqual([
        { name: 'worker', status: 'online' },
      ]);
      expect(await reader.proxyRecords()).toEqual([
        { name: 'worker', status: 'offline' },
      ]);
    });

    it('says how a source is, also when nobody gets to reading it', async () => {
      const { reader, sourceStore, time } = await setUp(id);
      const state = async () => (await reader.sources())[0].state;
      expect(await state()).toBe('never');
      await sourceStore.update(PROD, { lastSuccess: T1, lastAttempt: T1 });
      expect(await state()).toBe('ok');
      await sourceStore.update(PROD, { error: 'down' });
      expect(await state()).toBe('stale');
      await sourceStore.update(PROD, { error: undefined });
      time.now = new Date('2026-01-01T00:10:00.000Z');
      expect(await state()).toBe('stale');
    });
  });
});
