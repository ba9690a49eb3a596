import { recorded } from '../../__testUtils__/recorded';
import { setUpAirflow } from '../../__testUtils__/setUpAirflow';
import { scheduleSummary } from './scheduleSummary';

const SYSTEM = 'airflow-2.11.2';

describe('createV1Api on recorded answers', () => {
  const setup = setUpAirflow();

  function airflow(answers: Record<string, string>) {
    setup.v1();
    setup.answer(SYSTEM, answers);
    return setup.client();
  }

  it('reads DAGs in the words of Airflow 3', async () => {
    const client = airflow({});
    const first = recorded(
      SYSTEM,
      'get_api_v1_dags_limit=100_offset=0_order_by=dag_id',
    ).body as { dags: { dag_id: string }[] };
    const second = recorded(
      SYSTEM,
      'get_api_v1_dags_limit=100_offset=100_order_by=dag_id',
    ).body as typeof first;
    const all = [...first.dags, ...second.dags];
    setup.upstream.on('GET /api/v1/dags', ({ query }) => {
      const offset = Number(query.offset);
      return {
        body: {
          dags: all.slice(offset, offset + 100),
          total_entries: all.length,
        },
      };
    });
    const { rows, skipped } = await client.listDags();
    expect(skipped).toEqual([]);
    expect(rows).toHaveLength(all.length);
    expect(setup.upstream.seen.at(-1)?.query.only_active).toBe('false');
    expect(rows.find(row => row.dagId === 'orders_etl')).toEqual({
      dagId: 'orders_etl',
      displayName: 'orders_etl',
      description: undefined,
      owners: expect.arrayContaining(['team-orders']),
      tags: expect.arrayContaining(['calls:payments', 'domain:orders']),
      scheduleSummary: '@hourly',
      scheduleDescription: 'Every hour',
      nextRun: expect.stringMatching(/^2026-11-22T\d\d:00:00.000Z$/),
      isPaused: false,
      isStale: false,
      hasImportErrors: false,
      file: '/opt/airflow/dags/lab.py',
    });
    expect(rows.find(row => row.dagId === 'paused_dag')).toMatchObject({
      isPaused: true,
      nextRun: undefined,
    });
  });

  it('reads stale DAGs, and leaves subdags out', async () => {
    const client = airflow({
      'GET /api/v1/dags': 'stale-only_active-false',
    });
    const { rows } = await client.listDags();
    expect(rows).toEqual([expect.objectContaining({ isStale: true })]);

    const stale = recorded(SYSTEM, 'stale-only_active-false').body as {
      dags: object[];
    };
    setup.upstream.on('GET /api/v1/dags', {
      body: {
        dags: [{ ...stale.dags[0], is_subdag: true }],
        total_entries: 1,
      },
    });
    expect((await client.listDags()).rows).toEqual([]);
  });

  it('reads details', async () => {
    const client = airflow({
      'GET /api/v1/dags/asset_consumer/details':
        'get_api_v1_dags_asset_consumer_details',
      'GET /api/v1/dags/orders_etl/details':
        'get_api_v1_dags_orders_etl_details',
    });
    await expect(client.dagDetails('asset_consumer')).resolves.toMatchObject({
      scheduleAssets: ['s3://lake/raw/orders'],
      catchup: true,
    });
    await expect(client.dagDetails('orders_etl')).resolves.toMatchObject({
      docMd: '# Orders ETL\nLoads orders.',
      scheduleAssets: [],
    });
  });

  it('reads tasks', async () => {
    const client = airflow({
      'GET /api/v1/dags/orders_etl/tasks': 'get_api_v1_dags_orders_etl_tasks',
    });
    const { rows } = await client.tasks('orders_etl');
    expect(rows.map(row => row.taskId)).toEqual(['charge', 'extract', 'kick']);
  });

  it('reads datasets as assets', async () => {
    const client = airflow({ 'GET /api/v1/datasets': 'datasets-after-run' });
    await expect(client.listAssets()).resolves.toEqual({
      rows: [
        {
          id: '1',
          uri: 's3://lake/raw/orders',
          name: 's3://lake/raw/orders',
          scheduledDags: ['asset_consumer'],
          producingTasks: [{ dagId: 'orders_etl', taskId: 'extract' }],
          consumingTasks: [],
        },
      ],
      skipped: [],
    });
  });

  it('says what Airflow 2 does not tell, and asks nothing for it', async () => {
    const client = airflow({});
    await expect(client.dagVersions(undefined)).resolves.toBeUndefined();
    await expect(client.dagDependencies()).resolves.toBeUndefined();
    expect(setup.upstream.seen.map(seen => seen.line)).toEqual([
      'GET /api/v2/version',
      'GET /api/v1/version',
    ]);
  });

  it('reads runs, in the words of Airflow 3', async () => {
    const client = airflow({
      'GET /api/v1/dags/~/dagRuns': 'runs-updated-since',
    });
    const { rows } = await client.listDagRuns({ limit: 5 });
    expect(rows.map(row => row.runType)).toContain('asset_triggered');
    expect(rows[0].duration).toBeCloseTo(26.97, 1);
    expect(rows[0].user).toBeUndefined();
  });

  it('finds the run of an action in what was sent', async () => {
    const client = airflow({
      'GET /api/v1/eventLogs': 'eventLogs-newest',
    });
    const listing = await client.listEventLogs({
      since: '2026-11-22T00:00:00Z',
      events: ['api.post_clear_task_instances'],
      limit: 20,
    });
    expect(listing!.rows).toEqual([
      {
        id: 55,
        at: '2026-11-22T22:17:20.409Z',
        event: 'api.post_clear_task_instances',
        dagId: 'orders_etl',
        taskId: undefined,
        runId: 'portal-1',
        owner: 'admin',
      },
    ]);
  });

  it('says that a viewer may not read the log of actions', async () => {
    const client = airflow({
      'GET /api/v1/eventLogs': 'as-viewer_eventLogs-403',
    });
    await expect(
      client.listEventLogs({ since: '2026-11-22T00:00:00Z' }),
    ).resolves.toBeUndefined();
  });

  it('reads a log as text', async () => {
    const path =
      'GET /api/v1/dags/orders_etl/dagRuns/portal-1/taskInstances/charge/logs/1';
    const client = airflow({ [path]: 'run-portal-1-log-charge-text' });
    const lines = await client.taskLogTail({
      dagId: 'orders_etl',
      runId: 'portal-1',
      taskId: 'charge',
      tryNumber: 1,
    });
    expect(lines).toContain(
      'urllib.error.HTTPError: HTTP Error 403: Forbidden',
    );
    expect(setup.upstream.seen.at(-1)?.headers.accept).toBe('text/plain');
  });

  it('is healthy without a triggerer', async () => {
    const client = airflow({ 'GET /api/v1/health': 'get_api_v1_health' });
    await expect(client.health()).resolves.toMatchObject({ healthy: true });
  });
});

describe('scheduleSummary', () => {
  it.each([
    [{ __type: 'CronExpression', value: '0 3 * * *' }, '0 3 * * *'],
    [
      { __type: 'TimeDelta', days: 1, seconds: 300, microseconds: 0 },
      'every 1 days 300 seconds',
    ],
    ['@daily', '@daily'],
    [null, undefined],
  ])('%j', (interval, expected) => {
    expect(scheduleSummary(interval)).toBe(expected);
  });
});
