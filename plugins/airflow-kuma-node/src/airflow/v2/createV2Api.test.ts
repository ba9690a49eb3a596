import { recordedItems } from '../../__testUtils__/recorded';
import { setUpAirflow } from '../../__testUtils__/setUpAirflow';

describe('createV2Api on recorded answers', () => {
  const setup = setUpAirflow();

  function airflow(system: string, answers: Record<string, string>) {
    setup.v2(system);
    setup.answer(system, answers);
    return setup.client();
  }

  it('reads details, without the time of the call', async () => {
    const client = airflow('airflow-3.3.2', {
      'GET /api/v2/dags/asset_any/details': 'details-asset_any',
      'GET /api/v2/dags/grouped/details': 'details-grouped',
    });
    await expect(client.dagDetails('asset_any')).resolves.toEqual({
      dagId: 'asset_any',
      docMd: undefined,
      scheduleAssets: ['s3://lake/reports/daily', 's3://lake/features'],
      timezone: 'UTC',
      catchup: false,
      startDate: '2026-01-01T00:00:00.000Z',
      defaultQueue: undefined,
      defaultPool: undefined,
      latestVersion: {
        id: expect.any(String),
        number: 1,
        createdAt: expect.any(String),
      },
    });
    await expect(client.dagDetails('grouped')).resolves.toMatchObject({
      defaultQueue: 'gpu',
    });
  });

  it('reads tasks, mapped ones too', async () => {
    const client = airflow('airflow-3.3.2', {
      'GET /api/v2/dags/mapped/tasks': 'tasks-mapped',
      'GET /api/v2/dags/orders_etl/tasks': 'get_api_v2_dags_orders_etl_tasks',
    });
    const mapped = await client.tasks('mapped');
    expect(
      mapped.rows.map(({ taskId, isMapped, downstream }) => ({
        taskId,
        isMapped,
        downstream,
      })),
    ).toEqual([
      { taskId: 'score', isMapped: true, downstream: ['total'] },
      { taskId: 'shards', isMapped: false, downstream: ['score'] },
      { taskId: 'total', isMapped: false, downstream: [] },
    ]);
    const { rows } = await client.tasks('orders_etl');
    expect(rows[1]).toEqual({
      taskId: 'extract',
      displayName: 'extract',
      operator: 'PythonOperator',
      operatorModule: 'airflow.providers.standard.operators.python',
      isMapped: false,
      owner: 'team-orders',
      queue: 'orders',
      pool: 'default_pool',
      downstream: ['charge'],
    });
  });

  it('reads inlets from 3.1 on', async () => {
    const client = airflow('airflow-3.3.2', {
      'GET /api/v2/assets': 'assets-all',
    });
    const { rows } = await client.listAssets();
    expect(
      rows.find(({ uri }) => uri === 'x-mesh-service://default/payments'),
    ).toMatchObject({
      consumingTasks: [{ dagId: 'orders_etl', taskId: 'charge' }],
      producingTasks: [],
      scheduledDags: [],
    });
    expect(
      rows.find(({ uri }) => uri === 's3://lake/raw/orders'),
    ).toMatchObject({
      scheduledDags: ['asset_consumer'],
      producingTasks: [{ dagId: 'orders_etl', taskId: 'extract' }],
    });
  });

  it('reads the assets of 3.0, which calls scheduled DAGs consuming', async () => {
    const client = airflow('airflow-3.0.6', {
      'GET /api/v2/assets': 'get_api_v2_assets_only_active=true',
    });
    const { rows } = await client.listAssets();
    expect(rows).toEqual([
      expect.objectContaining({
        uri: 's3://lake/raw/orders',
        scheduledDags: ['asset_consumer'],
        consumingTasks: [],
      }),
    ]);
  });

  it('reads dependencies through triggers, sensors, assets and aliases', async () => {
    const client = airflow('airflow-3.3.2', {
      'GET /ui/dependencies': 'ui-dependencies-full',
    });
    const dependencies = await client.dagDependencies();
    expect(dependencies).toEqual(
      expect.arrayContaining([
        {
          upstreamDagId: 'orders_etl',
          downstreamDagId: 'invoice.Build',
          via: 'trigger',
          detail: 'kick',
        },
        {
          upstreamDagId: 'orders_etl',
          downstreamDagId: 'invoice.Build',
          via: 'sensor',
          detail: 'wait',
        },
        {
          upstreamDagId: 'orders_etl',
          downstreamDagId: 'asset_consumer',
          via: 'asset',
          detail: 's3://lake/raw/orders',
        },
      ]),
    );
  });

  it.each([
    ['absent', { status: 404 }, 'not-found'],
    ['forbidden', { status: 403, body: { detail: 'no' } }, 'forbidden'],
    [
      'the UI itself',
      { contentType: 'text/html', body: '<html></html>' },
      'not-json',
    ],
    ['something else', { body: { nodes: 'none' } }, 'unexpected-shape'],
    ['broken', { status: 501 }, 'server-error'],
  ])('says why dependencies are not told: %s', async (_what, answer, kind) => {
    const client = airflow('airflow-3.3.2', {});
    setup.upstream.on('GET /ui/dependencies', answer);
    await expect(client.dagDependencies()).rejects.toMatchObject({ kind });
  });

  it('reads import errors', async () => {
    const client = airflow('airflow-3.3.2', {
      'GET /api/v2/importErrors': 'import-errors-two',
    });
    const { rows } = await client.listImportErrors();
    expect(rows).toHaveLength(2);
    expect(rows.map(row => row.file)).toContain('broken.py');
    expect(rows[0].text.length).toBeGreaterThan(10);
  });

  it('reads versions made since a time', async () => {
    const client = airflow('airflow-3.3.2', {
      'GET /api/v2/dags/~/dagVersions': 'dagVersions-newest-by-id',
    });
    const all = await client.dagVersions(undefined);
    expect(all!.length).toBe(100);
    const since = await client.dagVersions('2026-11-22T22:00:00Z');
    expect(since!.length).toBeGreaterThan(0);
    expect(since!.length).toBeLessThan(100);
    expect(
      since!.every(row => row.createdAt >= '2026-11-22T22:00:00.000Z'),
    ).toBe(true);
    expect(setup.upstream.seen.at(-1)?.query.order_by).toBe('-id');
  });

  it('reads runs and who started them', async () => {
    const client = airflow('airflow-3.3.2', {
      'GET /api/v2/dags/~/dagRuns': 'runs-by-three-users',
    });
    const { rows } = await client.listDagRuns({ limit: 100 });
    const user = (run: { dag_id: string; dag_run_id: string }) =>
      rows.find(row => row.dagId === run.dag_id && row.runId === run.dag_run_id)
        ?.user;
    const recordedRuns = recordedItems<{
      dag_id: string;
      dag_run_id: string;
      triggering_user_name: string | null;
    }>('airflow-3.3.2', 'runs-by-three-users', 'dag_runs');
    for (const run of recordedRuns) {
      expect(user(run)).toBe(run.triggering_user_name ?? undefined);
    }
    expect(rows.map(row => row.user)).toEqual(
      expect.arrayContaining(['admin', 'ops', 'jane']),
    );
  });

  it('asks for what changed since, in an order in which nothing is missed', async () => {
    const client = airflow('airflow-3.3.2', {
      'GET /api/v2/dags/orders_etl/dagRuns': 'runs-updated-since',
    });
    await client.listDagRuns({
      dagId: 'orders_etl',
      since: '2026-11-22T22:12:00Z',
      limit: 5,
    });
    expect(setup.upstream.seen.at(-1)?.query).toMatchObject({
      updated_at_gte: '2026-11-22T22:12:00Z',
      order_by: 'id',
    });
  });

  it('reads runs of 3.0, which tells neither user nor duration', async () => {
    const client = airflow('airflow-3.0.6', {
      'GET /api/v2/dags/~/dagRuns':
        'get_api_v2_dags_~_dagRuns_limit=20_order_by=-run_after',
    });
    const { rows } = await client.listDagRuns({});
    expect(rows.length).toBeGreaterThan(0);
    expect(rows[0].user).toBeUndefined();
    expect(rows.find(row => row.end)?.duration).toBeGreaterThan(0);
  });

  it('keeps a state and a run type that it does not know', async () => {
    const client = airflow('airflow-3.3.2', {});
    setup.upstream.on('GET /api/v2/dags/~/dagRuns', {
      body: {
        dag_runs: [
          {
            dag_id: 'a',
            dag_run_id: 'r',
            state: 'hibernating',
            run_type: 'dreamt',
            triggered_by: 'moon',
          },
        ],
        total_entries: 1,
      },
    });
    const { rows, skipped } = await client.listDagRuns({});
    expect(skipped).toEqual([]);
    expect(rows[0]).toMatchObject({ state: 'hibernating', runType: 'dreamt' });
  });

  it('reads task instances without their rendered fields', async () => {
    const client = airflow('airflow-3.3.2', {
      'GET /api/v2/dags/orders_etl/dagRuns/mesh-denied/taskInstances':
        'mesh-denied-task-instances',
    });
    const { rows } = await client.listTaskInstances({
      dagId: 'orders_etl',
      runId: 'mesh-denied',
    });
    expect(rows.find(row => row.taskId === 'charge')).toMatchObject({
      state: 'failed',
      mapIndex: -1,
      hostname: expect.any(String),
    });
    expect(JSON.stringify(rows)).not.toContain('http://');
  });

  it('finds the exception in the last lines of a log', async () => {
    const path =
      'GET /api/v2/dags/orders_etl/dagRuns/mesh-denied/taskInstances/charge/logs/1';
    const client = airflow('airflow-3.3.2', {
      [path]: 'mesh-denied-log-charge',
    });
    const task = {
      dagId: 'orders_etl',
      runId: 'mesh-denied',
      taskId: 'charge',
      tryNumber: 1,
    };
    const lines = await client.taskLogTail(task, { lines: 5 });
    expect(lines).toHaveLength(5);
    expect(lines).toContain('HTTPError: HTTP Error 403: Forbidden');
  });

  it('reads health', async () => {
    const client = airflow('airflow-3.3.2', {
      'GET /api/v2/monitor/health': 'get_api_v2_monitor_health',
    });
    const health = await client.health();
    expect(health.healthy).toBe(true);
    expect(health.components).toContainEqual({
      name: 'dag_processor',
      status: 'healthy',
      lastHeartbeat: '2026-11-22T22:01:32.705Z',
    });
  });

  it('is not healthy when a part is not', async () => {
    const client = airflow('airflow-3.3.2', {});
    setup.upstream.on('GET /api/v2/monitor/health', {
      body: {
        metadatabase: { status: 'healthy' },
        scheduler: { status: 'unhealthy', latest_scheduler_heartbeat: null },
      },
    });
    expect((await client.health()).healthy).toBe(false);
  });
});
