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
