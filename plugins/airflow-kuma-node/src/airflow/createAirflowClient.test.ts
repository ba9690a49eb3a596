import { recordedItems } from '../__testUtils__/recorded';
import { allDags, paged, setUpAirflow } from '../__testUtils__/setUpAirflow';

describe('createAirflowClient', () => {
  const setup = setUpAirflow();
  const { v2, client } = setup;

  it('reads the log of actions only where it may, and filters what the server does not', async () => {
    v2().on(
      'GET /api/v2/eventLogs',
      paged(
        () => recordedItems('airflow-3.0.6', 'eventLogs-all', 'event_logs'),
        'event_logs',
      ),
    );
    const listing = await client().listEventLogs({
      since: '2026-11-22T00:00:00Z',
      events: ['trigger_dag_run'],
    });
    expect(listing!.rows.length).toBeGreaterThan(0);
    expect(new Set(listing!.rows.map(row => row.event))).toEqual(
      new Set(['trigger_dag_run']),
    );
    setup.upstream.on('GET /api/v2/eventLogs', {
      status: 403,
      body: { detail: 'Forbidden' },
    });
    await expect(
      client().listEventLogs({ since: '2026-11-22T00:00:00Z' }),
    ).resolves.toBeUndefined();
  });

  it('passes an abort on', async () => {
    const controller = new AbortController();
    v2().on('GET /api/v2/dags', () => {
      controller.abort();
      return undefined;
    });
    await expect(
      client().listDags({ signal: controller.signal }),
    ).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('gives up on a slow instance', async () => {
    v2().on('GET /api/v2/dags', () => undefined);
    await expect(
      client({ type: 'none' }, { timeoutMilliseconds: 60 }).listDags(),
    ).rejects.toMatchObject({ kind: 'timeout' });
  });

  it('waits once for a version that does not come, and asks again later', async () => {
    v2()
      .on('GET /api/v2/version', () => undefined)
      .on('GET /api/v2/dags', paged(allDags, 'dags'))
      .on('GET /api/v2/importErrors', { body: { import_errors: [] } });
    const slow = client({ type: 'none' }, { timeoutMilliseconds: 200 });
    const asked = () =>
      setup.lines().filter(line => line.endsWith('/version')).length;
    await expect(slow.version()).rejects.toMatchObject({ kind: 'timeout' });
    const once = asked();
    expect((await slow.listDags()).rows).toHaveLength(allDags().length);
    await slow.listImportErrors();
    expect(asked()).toBe(once);
    setup.clock.now += 60_000;
    v2();
    await slow.listImportErrors();
    expect(asked()).toBe(once + 1);
  });
});
