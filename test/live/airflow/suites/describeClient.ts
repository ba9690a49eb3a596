import {
  AirflowClient,
  RawDag,
  createAirflowClient,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { AirflowServer } from '../harness/AirflowServer';
import { waitFor } from '../harness/processes';
import { ExpectedAirflow } from './expected';

/** Holds the client against one real Airflow. */
export function describeClient(
  expected: ExpectedAirflow,
  running: () => AirflowServer,
) {
  const { version, api, odd, dags } = expected;
  describe(`client against real Airflow ${version}`, () => {
    let server: AirflowServer;
    let client: AirflowClient;
    // Signs in first, so that its credentials are old when their turn comes.
    let patient: AirflowClient;
    let signedIn: number;
    let rows: RawDag[];

    const connect = (username: string, password: string) =>
      createAirflowClient({
        name: 'live',
        baseUrl: server.url,
        uiUrl: server.url,
        auth: { type: api === 'v2' ? 'password' : 'basic', username, password },
        timeoutMilliseconds: 15_000,
        maxConcurrentRequests: 4,
      });

    beforeAll(async () => {
      server = running();
      client = connect('admin', 'admin');
      patient = connect('admin', 'admin');
      await patient.listDags();
      signedIn = Date.now();
      rows = await waitFor(
        'all DAGs parsed',
        async () => {
          const listing = await client.listDags();
          return listing.rows.length >= dags ? listing.rows : undefined;
        },
        { seconds: 120 },
      );
    });

    const row = (dagId: string) => rows.find(dag => dag.dagId === dagId);

    it('finds the version by asking', async () => {
      expect(await client.version()).toEqual({ version, api });
    });

    it('lists every DAG once, odd ids included', () => {
      expect(rows).toHaveLength(dags);
      for (const dagId of odd) expect(row(dagId)).toBeDefined();
    });

    it('tells what a DAG row says', () => {
      expect(row('orders_etl')).toMatchObject({
        displayName: 'Orders ETL',
        description: 'Loads orders',
        owners: ['team-orders'],
        isPaused: true,
        isStale: false,
      });
      expect(row('orders_etl')!.tags).toEqual(
        expect.arrayContaining(['domain:finance', 'env:prod', 'calls:ledger']),
      );
      expect(row('paused')!.isPaused).toBe(true);
      expect(row('child')!.isPaused).toBe(false);
    });

    it('reads details and tasks of odd ids', async () => {
      for (const dagId of odd) {
        expect((await client.dagDetails(dagId)).dagId).toBe(dagId);
        expect(
          (await client.tasks(dagId)).rows.map(task => task.taskId),
        ).toEqual(['work']);
      }
    });

    it('reads front matter, mapped tasks and the task graph', async () => {
      expect((await client.dagDetails('orders_etl')).docMd).toContain(
        'default/invoices:8080',
      );
      const mapped = await client.tasks('mapped');
      expect(mapped.rows).toEqual([
        expect.objectContaining({ taskId: 'double', isMapped: true }),
      ]);
      const tasks = await client.tasks('orders_etl');
      expect(
        tasks.rows.find(task => task.taskId === 'extract')!.downstream,
      ).toEqual(['load']);
    });

    it('reads what is scheduled by assets, and inlets where Airflow tells them', async () => {
      const { rows: assets } = await client.listAssets();
      expect(
        assets.find(asset => asset.uri === 's3://warehouse/orders'),
      ).toMatchObject({
        scheduledDags: ['orders_report'],
        producingTasks: [{ dagId: 'orders_etl', taskId: 'load' }],
      });
      const inlet = assets.find(
        asset => asset.uri === 'x-mesh-service://default/payments',
      );
      const known = [{ dagId: 'orders_etl', taskId: 'extract' }];
      expect(inlet?.consumingTasks).toEqual(api === 'v2' ? known : undefined);
    });

    it('reads triggers and sensors where the instance answers that', async () => {
      const dependencies = await client.dagDependencies();
      const told = dependencies
        ?.filter(({ via }) => via === 'trigger' || via === 'sensor')
        .map(({ upstreamDagId, downstreamDagId, via }) =>
          [upstreamDagId, via, downstreamDagId].join(' '),
        )
        .sort();
      const known = ['child sensor waiter', 'starter trigger child'];
      expect(told).toEqual(api === 'v2' ? known : undefined);
    });

    it('reads the import error', async () => {
      const errors = await waitFor(
        'the import error',
        async () => {
          const listing = await client.listImportErrors();
          return listing.rows.length > 0 ? listing.rows : undefined;
        },
        { seconds: 90 },
      );
      expect(errors).toHaveLength(1);
      expect(errors[0].file).toContain('broken.py');
      expect(errors[0].text).toContain('this file does not import');
    });

    it('refuses wrong credentials without retrying for ever, and says what to do', async () => {
      await expect(connect('admin', 'wrong').listDags()).rejects.toMatchObject({
        name: 'UpstreamError',
        message: expect.stringContaining('live'),
      });
    });

    it('reads as a viewer', async () => {
      expect((await connect('reader', 'reader').listDags()).rows).toHaveLength(
        dags,
      );
    });

    it('renews credentials that expire', async () => {
      // Tokens of this server live for 20 s; v1 has none to expire.
      const wait = api === 'v2' ? signedIn + 22_000 - Date.now() : 0;
      await new Promise(resolve => setTimeout(resolve, Math.max(0, wait)));
      expect((await patient.listDags()).rows).toHaveLength(dags);
    });
  });
}
