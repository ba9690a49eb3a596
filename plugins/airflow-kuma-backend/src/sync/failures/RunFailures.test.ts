import { TestDatabases } from '@backstage/backend-test-utils';
import { DagRun } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  AirflowClient,
  UpstreamError,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { databaseIds, migrated } from '../../access/__testUtils__/databases';
import { FailureStore } from './FailureStore';
import { RunFailures } from './RunFailures';

const run = (runId: string, more?: Partial<DagRun>): DagRun => ({
  instance: 'prod',
  dagId: 'orders',
  runId,
  state: 'failed',
  runType: 'scheduled',
  end: '2026-11-22T22:00:00Z',
  uiUrl: '',
  ...more,
});
const signal = new AbortController().signal;

function fakeClient(log: () => string[]) {
  const taskLogTail = jest.fn(async () => log());
  const client = {
    listTaskInstances: async ({ runId }: { runId: string }) => ({
      rows: ['extract', 'charge'].map(taskId => ({
        dagId: 'orders',
        runId,
        taskId,
        mapIndex: -1,
        tryNumber: 1,
        state: taskId === 'charge' ? 'failed' : 'success',
      })),
      skipped: [],
    }),
    taskLogTail,
  } as unknown as AirflowClient;
  return { client, taskLogTail };
}

describe('RunFailures', () => {
  const databases = TestDatabases.create({ ids: databaseIds });

  describe.each(databases.eachSupportedId())('%s', databaseId => {
    async function setUp(log: () => string[]) {
      const store = FailureStore.create(await migrated(databases, databaseId));
      const { client, taskLogTail } = fakeClient(log);
      const failures = RunFailures.create({ client, instance: 'prod', store });
      const stored = async (runId: string) =>
        (await store.ofRuns(run(runId), [runId])).get(runId);
      return { store, failures, taskLogTail, stored };
    }

    it('keeps class and host of failed tasks, and no text', async () => {
      const { failures, stored } = await setUp(() => [
        'card 4111 1111 charged',
        '403 Client Error: Forbidden for url: http://payments.mesh/charge?card=4111',
      ]);
      await failures.note([run('a'), run('b', { state: 'success' })], {
        signal,
      });
      expect(await stored('a')).toEqual([
        { taskId: 'charge', class: 'forbidden', host: 'payments.mesh' },
      ]);
      expect(await stored('b')).toBeUndefined();
    });

    it('reads a log once, and again only when the run ended anew', async () => {
      const { failures, taskLogTail } = await setUp(() => ['HTTP Error 403']);
      await failures.note([run('a')], { signal });
      await failures.note([run('a')], { signal });
      expect(taskLogTail).toHaveBeenCalledTimes(1);
      await failures.note([run('a', { end: '2026-11-23T00:00:00Z' })], {
        signal,
      });
      expect(taskLogTail).toHaveBeenCalledTimes(2);
    });

    it('reads few logs at once, the newest first, and the others later', async () => {
      const { failures, stored } = await setUp(() => ['HTTP Error 503']);
      const runs = Array.from({ length: 7 }, (_, index) => run(`r${index}`));
      await failures.note(runs, { signal });
      expect(await stored('r6')).toHaveLength(1);
      expect(await stored('r0')).toBeUndefined();
      await failures.note([], { signal });
      expect(await stored('r0')).toHaveLength(1);
    });

    it('waits where Airflow does not answer, and gives up on logs that are gone', async () => {
      let error: Error | undefined = new Error('connection refused');
      const { failures, stored } = await setUp(() => {
        if (error) throw error;
        return ['HTTP Error 403'];
      });
      await failures.note([run('a')], { signal });
      expect(await stored('a')).toBeUndefined();
      error = new UpstreamError({
        upstream: 'Airflow instance "prod"',
        kind: 'not-found',
      });
      await failures.note([], { signal });
      expect(await stored('a')).toEqual([]);
    });
  });
});
