import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { databaseIds, migrated } from '../../access/__testUtils__/databases';
import { ObjectStore } from './ObjectStore';
import { readRevisions } from './revisions';
import { SourceStore } from './SourceStore';
import { STILL_VALID } from './times';
import { NewObject } from './types';

jest.setTimeout(60_000);

const SOURCE = 'kuma:eu';
const T1 = '2026-01-01T00:00:00.000Z';
const T2 = '2026-01-02T00:00:00.000Z';
const T3 = '2026-01-03T00:00:00.000Z';

const proxy = (key: string, data: object, live?: object): NewObject => ({
  kind: 'proxy',
  mesh: 'default',
  key,
  data,
  live,
});

/** Everything that is stored, oldest first. */
async function versions(knex: Knex) {
  const rows = await knex('sync_objects').orderBy(['key', 'valid_from']);
  return rows.map(row => [
    row.key,
    row.valid_from,
    row.valid_to === STILL_VALID ? 'now' : row.valid_to,
    JSON.parse(row.data),
    row.live && JSON.parse(row.live),
  ]);
}

/** Statements that write, while something runs. */
async function writesOf(knex: Knex, run: () => Promise<unknown>) {
  const writes: string[] = [];
  const listen = ({ sql }: { sql: string }) => {
    if (/^(insert|update|delete)/i.test(sql)) writes.push(sql);
  };
  knex.on('query', listen);
  await run();
  knex.removeListener('query', listen);
  return writes;
}

describe('ObjectStore', () => {
  const databases = TestDatabases.create({ ids: databaseIds });

  async function setUp(id: TestDatabaseId) {
    const knex = await migrated(databases, id);
    await SourceStore.create(knex).register({ kind: 'kuma', name: 'eu' });
    return { knex, store: ObjectStore.create(knex) };
  }

  describe.each(databases.eachSupportedId())('%s', id => {
    it('makes a version of each change, and ends what is gone', async () => {
      const { knex, store } = await setUp(id);
      await store.replace(
        SOURCE,
        [proxy('a', { v: 1 }), proxy('b', { v: 1 })],
        { now: T1 },
      );
      const result = await store.replace(SOURCE, [proxy('a', { v: 2 })], {
        now: T2,
      });
      expect(result).toEqual({ added: 0, changed: 1, removed: 1, moved: 0 });
      expect(await versions(knex)).toEqual([
        ['a', T1, T2, { v: 1 }, null],
        ['a', T2, 'now', { v: 2 }, null],
        ['b', T1, T2, { v: 1 }, null],
      ]);
    });

    it('writes nothing when nothing changed', async () => {
      const { knex, store } = await setUp(id);
      const objects = [proxy('a', { v: 1 }, { sent: 1 }), proxy('b', { v: 1 })];
      await store.replace(SOURCE, objects, { now: T1 });
      const before = await readRevisions(knex);
      expect(
        await writesOf(knex, () => store.replace(SOURCE, objects, { now: T2 })),
      ).toEqual([]);
      expect(await readRevisions(knex)).toEqual(before);
    });

    it('keeps moving figures without a version', async () => {
      const { knex, store } = await setUp(id);
      await store.replace(SOURCE, [proxy('a', { v: 1 }, { sent: 1 })], {
        now: T1,
      });
      const before = await readRevisions(knex);
      await store.replace(SOURCE, [proxy('a', { v: 1 }, { sent: 2 })], {
        now: T2,
      });
      expect(await versions(knex)).toEqual([
        ['a', T1, 'now', { v: 1 }, { sent: 2 }],
      ]);
      const after = await readRevisions(knex);
      expect(after.content).toBe(before.content);
      expect(after.live).toBe(before.live + 1);
      expect(await store.liveOf(SOURCE, 'proxy')).toEqual(
        new Map([['default/a', { sent: 2 }]]),
      );
    });

    it('keeps what is protected', async () => {
      const { knex, store } = await setUp(id);
      await store.replace(SOURCE, [proxy('a', {}), proxy('b', {})], {
        now: T1,
      });
      await store.replace(SOURCE, [], {
        now: T2,
        keep: ({ key }) => key === 'a',
      });
      expect((await versions(knex)).map(row => [row[0], row[2]])).toEqual([
        ['a', 'now'],
        ['b', T2],
      ]);
    });

    it('sees what another replica wrote in between', async () => {
      const { knex, store } = await setUp(id);
      const other = ObjectStore.create(knex);
      await store.replace(SOURCE, [proxy('a', { v: 1 })], { now: T1 });
      await other.replace(SOURCE, [proxy('a', { v: 2 })], { now: T2 });
      await store.replace(SOURCE, [proxy('a', { v: 2 }), proxy('b', {})], {
        now: T3,
      });
      expect((await versions(knex)).map(row => row.slice(0, 3))).toEqual([
        ['a', T1, T2],
        ['a', T2, 'now'],
        ['b', T3, 'now'],
      ]);
    });

    it('takes thousands at once', async () => {
      const { knex, store } = await setUp(id);
      const objects = Array.from({ length: 5000 }, (_, index) =>
        proxy(`p${index}`, { index }),
      );
      await store.replace(SOURCE, objects, { now: T1 });
      const result = await store.replace(SOURCE, [], { now: T2 });
      expect(result.removed).toBe(5000);
      const [{ open }] = await knex('sync_objects')
        .where('valid_to', STILL_VALID)
        .count({ open: '*' });
      expect(Number(open)).toBe(0);
    });
  });
});
