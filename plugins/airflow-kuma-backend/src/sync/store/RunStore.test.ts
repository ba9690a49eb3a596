import { TestDatabaseId, TestDatabases } from '@backstage/backend-test-utils';
import { DagRun } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { databaseIds, migrated } from '../../access/__testUtils__/databases';
import { readRevisions } from './revisions';
import { RunStore } from './RunStore';

jest.setTimeout(60_000);

const run = (
  dagId: string,
  runId: string,
  start: string | undefined,
  more?: Partial<DagRun> & { queued?: string },
): DagRun & { queued?: string } => ({
  instance: 'prod',
  dagId,
  runId,
  state: 'success',
  runType: 'scheduled',
  start,
  uiUrl: 'https://airflow.example.com',
  ...more,
});

const dagless = { dags: [], from: '2026-01-01', to: '2026-01-02' };

describe('RunStore', () => {
  const databases = TestDatabases.create({ ids: databaseIds });

  async function setUp(id: TestDatabaseId) {
    const knex = await migrated(databases, id);
    return { knex, store: RunStore.create(knex) };
  }

  describe.each(databases.eachSupportedId())('%s', id => {
    it('lists newest first, queued ones by when they were queued', async () => {
      const { store } = await setUp(id);
      await store.save([
        run('a', '1', '2026-01-01T10:00:00.123456Z'),
        run('a', '3', undefined, { queued: '2026-01-01T14:00:00+02:00' }),
        run('a', '2', '2026-01-01T11:00:00Z'),
        run('b', '1', '2026-01-01T12:00:00Z'),
      ]);
      const query = { instance: 'prod', dagId: 'a' };
      const ids = (runs: DagRun[]) => runs.map(({ runId }) => runId);
      expect(ids(await store.list(query))).toEqual(['3', '2', '1']);
      expect(ids(await store.list({ ...query, limit: 1 }))).toEqual(['3']);
      expect(
        ids(
          await store.list({
            ...query,
            from: '2026-01-01T10:30:00Z',
            to: '2026-01-01T11:30:00Z',
          }),
        ),
      ).toEqual(['2']);
      const latest = await store.latest('prod', ['a', 'b', 'c']);
      expect(
        [...latest].map(([dag, { runId }]) => [dag, runId]).sort(),
      ).toEqual([
        ['a', '3'],
        ['b', '1'],
      ]);
    });

    it('updates a run, and says only what changed', async () => {
      const { knex, store } = await setUp(id);
      const running = run('a', '1', '2026-01-01T10:00:00Z', {
        state: 'running',
      });
      const done = { ...running, state: 'failed' };
      expect(await store.save([running])).toHaveLength(1);
      const before = await readRevisions(knex);
      expect(await store.save([running])).toEqual([]);
      expect(await readRevisions(knex)).toEqual(before);
      expect((await store.save([done])).map(({ state }) => state)).toEqual([
        'failed',
      ]);
      expect(
        (await store.list({ instance: 'prod', dagId: 'a' })).map(
          ({ state }) => state,
        ),
      ).toEqual(['failed']);
    });

    it('tells what went on in a window, page by page', async () => {
      const { store } = await setUp(id);
      const end = (time: string) => ({ end: `2026-01-0${time}` });
      await store.save([
        run('a', 'before', '2026-01-01T10:00:00Z', end('1T11:00:00Z')),
        run('a', 'ends in it', '2026-01-01T10:00:00Z', end('2T00:00:00.5Z')),
        run('a', 'still runs', '2026-01-01T09:00:00Z', { state: 'running' }),
        run('b', 'ends by its offset', '2026-01-01T08:00:00Z', {
          end: '2026-01-01T22:30:00-02:00',
        }),
        run('b', 'ended by its offset', '2026-01-01T08:00:00Z', {
          end: '2026-01-02T01:30:00+02:00',
        }),
        run('b', 'in it', '2026-01-02T10:00:00.123456Z', end('2T11:00:00Z')),
        run('a', 'outlasts it', '2026-01-02T23:00:00Z', end('4T00:00:00Z')),
        run('a', 'after', '2026-01-03T00:00:01Z'),
        run('c', 'of another', '2026-01-02T10:00:00Z'),
        { ...run('a', 'elsewhere', '2026-01-02T10:00:00Z'), instance: 'dev' },
      ]);
      const ask = (offset: number, limit: number) =>
        store.during({
          dags: ['a', 'b'].map(dagId => ({ instance: 'prod', dagId })),
          from: '2026-01-02T00:00:00Z',
          to: '2026-01-03T00:00:00Z',
          offset,
          limit,
        });
      const ids = ['outlasts it', 'in it', 'ends in it', 'still runs'];
      ids.push('ends by its offset');
      const whole = await ask(0, 10);
      expect(whole.total).toBe(5);
      expect(whole.items.map(({ runId }) => runId)).toEqual(ids);
      const pages = await Promise.all([0, 2, 4].map(start => ask(start, 2)));
      expect(pages.flatMap(page => page.items)).toEqual(whole.items);
      expect(await store.during({ ...dagless, offset: 0, limit: 1 })).toEqual({
        items: [],
        total: 0,
      });
    });

    it('takes the same run twice in one list, and forgets old ones', async () => {
      const { store } = await setUp(id);
      const old = run('a', 'old', '2025-01-01T00:00:00Z');
      const fresh = run('a', 'new', '2026-01-01T00:00:00Z');
      await store.save([old, fresh, { ...fresh, state: 'running' }]);
      expect(await store.prune('2025-06-01T00:00:00.000Z')).toBe(1);
      const left = await store.list({ instance: 'prod', dagId: 'a' });
      expect(left.map(({ runId }) => runId)).toEqual(['new']);
    });
  });
});
