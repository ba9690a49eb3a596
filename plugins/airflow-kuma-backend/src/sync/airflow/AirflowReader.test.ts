import { TestDatabases } from '@backstage/backend-test-utils';
import {
  AirflowStandIn,
  AirflowVersion,
  DagSeed,
  Fault,
  startAirflowStandIn,
} from '@airflow-kuma/demo-upstreams';
import { migrated } from '../../access/__testUtils__/databases';
import { createWorld, World } from '../__testUtils__/world';

jest.setTimeout(60_000);

const dags: DagSeed[] = [
  {
    dagId: 'orders_etl',
    displayName: 'Orders ETL',
    description: 'Loads orders',
    owners: ['team-orders'],
    tags: ['domain:orders', 'env:staging', 'calls:default/stock:80'],
    cron: '0 * * * *',
    docMd: '---\ncalls: [legacy/ledger]\n---\n# Orders',
    tasks: [
      {
        taskId: 'extract',
        downstream: ['load'],
        inlets: ['x-mesh-service://default/payments'],
        queue: 'orders',
      },
      { taskId: 'load', outlets: ['s3://orders'], triggers: 'notify' },
    ],
  },
  {
    dagId: 'report',
    owners: ['nobody'],
    scheduleAssets: ['s3://orders'],
    tasks: [{ taskId: 'build' }],
  },
  { dagId: 'notify', owners: ['airflow'], tasks: [{ taskId: 'send' }] },
  {
    dagId: 'late',
    owners: ['airflow'],
    tasks: [{ taskId: 'wait', waitsFor: 'report' }],
  },
  {
    dagId: 'odd',
    owners: ['airflow'],
    docMd: '---\ncalls: [\n---',
    tasks: [{ taskId: 'a' }],
  },
  { dagId: 'gone', owners: ['a'], isStale: true, tasks: [{ taskId: 'a' }] },
  {
    dagId: 'broken',
    owners: ['a'],
    hasImportErrors: true,
    file: 'broken.py',
    tasks: [{ taskId: 'a' }],
  },
];

describe('AirflowReader', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  let airflow: AirflowStandIn;
  let world: World;

  async function setUp(version: AirflowVersion, more?: object) {
    airflow = await startAirflowStandIn({
      version,
      dags,
      importErrors: [
        {
          file:
            version === '3.3.2' ? 'broken.py' : '/opt/airflow/dags/broken.py',
          stackTrace: 'SyntaxError: invalid syntax',
        },
      ],
    });
    const auth =
      version === '2.11.2'
        ? { type: 'basic', username: 'viewer', password: 'viewer' }
        : { type: 'password', username: 'viewer', password: 'viewer' };
    world = await createWorld(await migrated(databases, 'SQLITE_3'), {
      airflow: {
        instances: {
          prod: {
            baseUrl: airflow.url,
            uiUrl: 'https://airflow.example.com',
            auth,
            environment: 'prod',
            system: 'Data Platform',
            owners: {
              rules: [{ owner: 'team-(.*)', entityRef: 'group:default/$1' }],
            },
            ...more,
          },
        },
      },
    });
    await world.read('prod');
  }

  afterEach(async () => {
    await airflow.stop();
  });

  const dag = async (dagId: string) => {
    const all = await world.inventory.dags();
    return all.find(each => each.dagId === dagId)!;
  };

  it('reads Airflow 3.3', async () => {
    await setUp('3.3.2');
    expect(await world.status('prod')).toMatchObject({
      state: 'ok',
      version: '3.3.2',
      skipped: [
        { item: 'odd', reason: expect.stringContaining('no valid YAML') },
      ],
    });
    const all = await world.inventory.dags();
    expect(all.map(({ dagId }) => dagId)).toEqual([
      'broken',
      'late',
      'notify',
      'odd',
      'orders_etl',
      'report',
    ]);
    expect(await dag('orders_etl')).toMatchObject({
      ref: 'component:default/prod.orders_etl',
      displayName: 'Orders ETL',
      description: 'Loads orders',
      owner: 'group:default/orders',
      system: 'system:default/data-platform',
      dataDomain: 'orders',
      environment: 'staging',
      schedule: { summary: '0 * * * *' },
      nextRun: expect.any(String),
      uiUrl: 'https://airflow.example.com/dags/orders_etl',
      tasks: [
        { taskId: 'extract', queue: 'orders', downstream: ['load'] },
        { taskId: 'load' },
      ],
      declared: [
        {
          mesh: 'default',
          service: 'payments',
          evidence: [{ via: 'inlet', taskId: 'extract' }],
        },
        {
          mesh: 'default',
          service: 'stock',
          port: 80,
          evidence: [{ via: 'tag' }],
        },
        { mesh: 'legacy', service: 'ledger', evidence: [{ via: 'doc' }] },
      ],
    });
    expect(await dag('report')).toMatchObject({
      owner: 'group:default/unowned',
      environment: 'prod',
      schedule: { assets: ['s3://orders'] },
      upstream: [{ dagId: 'orders_etl', via: 'asset' }],
    });
    expect((await dag('notify')).upstream).toEqual([
      { dagId: 'orders_etl', via: 'trigger', detail: 'load' },
    ]);
    expect((await dag('late')).upstream).toEqual([
      { dagId: 'report', via: 'sensor', detail: 'wait' },
    ]);
    expect(await dag('broken')).toMatchObject({
      hasImportErrors: true,
      importError: expect.stringContaining('SyntaxError'),
    });
    const runs = await world.inventory.runs({
      instance: 'prod',
      dagId: 'orders_etl',
      limit: 3,
    });
    expect(runs).toHaveLength(3);
    expect(runs[0]).toMatchObject({ instance: 'prod', runType: 'scheduled' });
  });

  it('reads Airflow 3.0, which does not tell inlets', async () => {
    await setUp('3.0.6');
    const { declared } = await dag('orders_etl');
    expect(declared.map(({ service }) => service)).toEqual(['stock', 'ledger']);
    expect(await dag('broken')).toMatchObject({
      importError: expect.stringContaining('SyntaxError'),
    });
  });

  it('reads Airflow 2.11, with dependencies through assets alone', async () => {
    await setUp('2.11.2');
    expect(await world.status('prod')).toMatchObject({
      state: 'ok',
      version: '2.11.2',
    });
    expect(await dag('orders_etl')).toMatchObject({
      owner: 'group:default/orders',
      uiUrl: 'https://airflow.example.com/dags/orders_etl/grid',
      declared: [{ service: 'stock' }, { service: 'ledger' }],
    });
    expect((await dag('report')).upstream).toEqual([
      { dagId: 'orders_etl', via: 'asset', detail: 's3://orders' },
    ]);
    expect((await dag('notify')).upstream).toEqual([]);
  });

  it('asks for the runs that it missed once they are told again', async () => {
    await setUp('3.3.2');
    const since = () =>
      airflow.requests
        .list()
        .flatMap(
          ({ path }) => /~\/dagRuns.*updated_at_gte=([^&]*)/.exec(path) ?? [],
        )
        .filter(text => text.startsWith('20'));
    airflow.requests.clear();
    airflow.faults.add({
      path: /~\/dagRuns/,
      fault: { kind: 'status', status: 500 },
    });
    await world.read('prod', 60 * 60_000);
    const [missed] = since();
    airflow.faults.clear();
    airflow.requests.clear();
    await world.read('prod', 60 * 60_000);
    expect(missed).toBeDefined();
    expect(since()[0]).toBe(missed);
  });

  it('keeps import errors and inlets over a restart while they cannot be read', async () => {
    await setUp('3.3.2');
    const before = await world.inventory.dags();
    for (const path of [/importErrors/, /assets/, /dependencies/]) {
      airflow.faults.add({ path, fault: { kind: 'status', status: 500 } });
    }
    world.restart();
    await world.read('prod');
    const pick = (all: typeof before) =>
      all.map(({ dagId, importError, declared, upstream }) => ({
        dagId,
        importError,
        declared,
        upstream,
      }));
    expect(pick(await world.inventory.dags())).toEqual(pick(before));
  });

  it.each<[string, Fault]>([
    ['a server error', { kind: 'status', status: 500 }],
    ['no JSON', { kind: 'garbage-json' }],
    ['not found', { kind: 'status', status: 404 }],
  ])(
    'lets one DAG that answers %s be its own problem',
    async (_what, fault) => {
      await setUp('3.3.2');
      airflow.faults.add({ path: /dags\/report\/details/, fault });
      airflow.state.editDag('report', { tasks: [{ taskId: 'rebuild' }] });
      airflow.state.editDag('late', { tasks: [{ taskId: 'hurry' }] });
      await world.read('prod', 5 * 60_000);
      expect(await world.status('prod')).toMatchObject({ state: 'ok' });
      expect((await dag('late')).tasks).toMatchObject([{ taskId: 'hurry' }]);
      expect((await dag('report')).tasks).toMatchObject([{ taskId: 'build' }]);
      // It waits, and says why.
      airflow.requests.clear();
      await world.read('prod', 1_000);
      expect(airflow.requests.count(/dags\/report\/details/)).toBe(0);
      const { skipped } = await world.status('prod');
      expect(skipped.map(({ item }) => item)).toContain('report');
      airflow.faults.clear();
      await world.read('prod', 60 * 60_000);
      expect((await dag('report')).tasks).toMatchObject([
        { taskId: 'rebuild' },
      ]);
    },
  );

  it('leaves out what filters say', async () => {
    await setUp('3.3.2', {
      filter: { dagId: 'o.*|gone', excludeStale: false },
    });
    const ids = (await world.inventory.dags()).map(({ dagId }) => dagId);
    expect(ids).toEqual(['gone', 'odd', 'orders_etl']);
  });

  it('keeps a DAG whose file does not import, which Airflow 3 calls stale', async () => {
    await setUp('3.3.2');
    const broken = (await world.inventory.dags()).find(
      ({ importError }) => importError !== undefined,
    )!;
    airflow.state.removeDag(broken.dagId);
    await world.read('prod');
    expect(await dag(broken.dagId)).toMatchObject({
      isStale: true,
      importError: 'SyntaxError: invalid syntax',
    });
    airflow.state.clearImportErrors();
    await world.read('prod');
    expect(await dag(broken.dagId)).toBeUndefined();
  });

  it('asks only for lists when nothing changed, and writes nothing', async () => {
    await setUp('3.3.2');
    const revision = await world.inventory.revision();
    airflow.requests.clear();
    await world.read('prod');
    const asked = airflow.requests
      .list()
      .map(({ path }) => path.replace(/\?.*/, ''));
    // One DAG takes its turn in the rolling re-read.
    expect(asked.filter(path => /\/dags\/[^~]/.test(path))).toHaveLength(2);
    expect(asked.length).toBeLessThanOrEqual(10);
    expect(await world.inventory.revision()).toBe(revision);
  });

  it('sees an edit that makes a version with few requests', async () => {
    await setUp('3.3.2');
    airflow.state.editDag('report', { tasks: [{ taskId: 'rebuild' }] });
    airflow.requests.clear();
    await world.read('prod', 5 * 60_000);
    expect((await dag('report')).tasks).toMatchObject([{ taskId: 'rebuild' }]);
    expect(airflow.requests.count(/dags\/report/)).toBe(2);
  });

  it('sees an edit in place, which no feed shows, by its turn', async () => {
    await setUp('3.3.2');
    airflow.state.editDag(
      'report',
      { tasks: [{ taskId: 'rebuild' }] },
      { inPlace: true },
    );
    const all = await world.inventory.dags();
    for (const _ of all) await world.read('prod');
    expect((await dag('report')).tasks).toMatchObject([{ taskId: 'rebuild' }]);
  });

  it('follows renames, pauses and deletions', async () => {
    await setUp('3.3.2');
    airflow.state.renameDag('notify', 'notify_all');
    airflow.state.pauseDag('report');
    airflow.state.deleteDag('late');
    await world.read('prod');
    const ids = (await world.inventory.dags()).map(({ dagId }) => dagId);
    expect(ids).toEqual([
      'broken',
      'notify_all',
      'odd',
      'orders_etl',
      'report',
    ]);
    expect((await dag('report')).isPaused).toBe(true);
  });
});
