import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { SchedulerServiceTaskInvocationDefinition } from '@backstage/backend-plugin-api';
import { migrated } from '../../access/__testUtils__/databases';
import { SourceSync } from '../SourceSync';
import { SourceStore } from '../store/SourceStore';
import { scheduleSources, taskId } from './scheduleSources';

jest.setTimeout(60_000);

const EU = { kind: 'kuma', name: 'eu', title: 'eu' } as const;

describe('scheduleSources', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });

  it('reads one source among all replicas, when due and when asked', async () => {
    const sourceStore = SourceStore.create(
      await migrated(databases, 'SQLITE_3'),
    );
    await sourceStore.register(EU);
    const time = { now: new Date('2026-01-01T00:00:00.000Z') };
    const run = jest.fn(async () => {
      const lastAttempt = time.now.toISOString();
      await sourceStore.update(EU, { lastAttempt, refresh: false });
    });
    const scheduler = mockServices.scheduler.mock();
    await scheduleSources({
      scheduler,
      sourceStore,
      clock: () => time.now,
      syncs: [
        {
          sync: { source: EU, run } as unknown as SourceSync,
          cadence: { interval: 10_000, deadline: 120_000 },
        },
      ],
    });
    const [task] = scheduler.scheduleTask.mock.calls[0];
    expect(task).toMatchObject({
      id: 'sync-kuma-eu',
      scope: 'global',
      timeout: { milliseconds: 150_000 },
    });
    const { fn } = task as SchedulerServiceTaskInvocationDefinition;
    const readsAfter = async (seconds: number) => {
      time.now = new Date(time.now.getTime() + seconds * 1000);
      await fn(new AbortController().signal);
      return run.mock.calls.length;
    };
    expect(await readsAfter(0)).toBe(1);
    expect(await readsAfter(2)).toBe(1);
    // Asked at worst every 2 s, it must not come later than after 10 s.
    expect(await readsAfter(7)).toBe(2);
    const hurryUntil = new Date(time.now.getTime() + 5_000).toISOString();
    await sourceStore.update(EU, { hurryUntil });
    expect(await readsAfter(2)).toBe(3);
    expect(await readsAfter(2)).toBe(4);
    expect(await readsAfter(2)).toBe(4);
    await sourceStore.update(EU, { refresh: true });
    expect(await readsAfter(0)).toBe(5);
  });
});

describe('taskId', () => {
  const idOf = (name: string) => taskId({ kind: 'kuma', name });

  it.each([
    ['eu', 'sync-kuma-eu'],
    ['eu west/1', 'sync-kuma-eu%20west%2F1'],
    ['x'.repeat(118), `sync-kuma-${'x'.repeat(118)}`],
  ])('of %j stays as it was', (name, id) => {
    expect(idOf(name)).toBe(id);
  });

  it('is one of its own, of at most 128 characters, for each long name', () => {
    const names = ['a', 'b', '', 'aa'].flatMap(end => [
      'x'.repeat(119) + end,
      '域'.repeat(60) + end,
    ]);
    const ids = names.map(idOf);
    expect(new Set(ids).size).toBe(names.length);
    // What an id ends in cannot be written into a name that is short enough.
    ids.push(idOf(ids[0].slice('sync-kuma-'.length)));
    expect(new Set(ids).size).toBe(names.length + 1);
    for (const id of ids) expect(id).toMatch(/^[!-~]{1,128}$/);
  });
});
