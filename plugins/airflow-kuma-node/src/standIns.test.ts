import {
  AirflowStandIn,
  AirflowVersion,
  Fault,
  generateAirflow,
  generateKuma,
  KumaStandIn,
  KumaVersion,
  startAirflowStandIn,
  startKumaStandIn,
} from '@airflow-kuma/demo-upstreams';
import { AirflowAuth } from './airflow/AirflowClientConfig';
import { createAirflowClient } from './airflow/createAirflowClient';
import { createKumaClient } from './kuma/createKumaClient';
import { buildRulesPermission } from './kuma/policy';

const DAGS = 250;
const limits = { maxConcurrentRequests: 4, timeoutMilliseconds: 4_000 };
const quick = { retryDelay: (attempt: number) => 50 * attempt };

describe.each<[AirflowVersion, string]>([
  ['3.3.2', 'v2'],
  ['3.0.6', 'v2'],
  ['2.11.2', 'v1'],
])('Airflow client against the stand-in of %s', (version, api) => {
  let standIn: AirflowStandIn;

  beforeEach(async () => {
    standIn = await startAirflowStandIn({
      version,
      dags: generateAirflow({ dags: DAGS, seed: 1 }),
      history: 2,
    });
  });
  afterEach(() => standIn.stop());

  function airflow(more?: {
    auth?: AirflowAuth;
    timeoutMilliseconds?: number;
  }) {
    return createAirflowClient(
      {
        name: 'test',
        baseUrl: standIn.url,
        uiUrl: standIn.url,
        auth: { type: 'password', username: 'viewer', password: 'viewer' },
        ...limits,
        ...more,
      },
      quick,
    );
  }

  const strike = (fault: Fault, times?: number) =>
    standIn.faults.add({ path: `/api/${api}/dags`, fault, times });

  it('reads everything', async () => {
    const client = airflow();
    expect(await client.version()).toEqual({ version, api });
    const { rows, skipped } = await client.listDags();
    expect(rows).toHaveLength(DAGS);
    expect(skipped).toEqual([]);
    const [{ dagId }] = rows;
    expect((await client.tasks(dagId)).rows.length).toBeGreaterThan(0);
    expect(await client.dagDetails(dagId)).toMatchObject({ dagId });
    const runs = await client.listDagRuns({ dagId, limit: 1 });
    expect(runs.rows).toHaveLength(1);
    expect(
      (await client.listTaskInstances(runs.rows[0])).rows.length,
    ).toBeGreaterThan(0);
    expect((await client.listAssets()).rows.length).toBeGreaterThan(0);
    expect((await client.health()).healthy).toBe(true);
  });

  it.each<[string, Fault, string]>([
    ['garbage that is announced as JSON', { kind: 'garbage-json' }, 'not-json'],
    [
      '10 MB of garbage',
      { kind: 'garbage', bytes: 10 * 1024 * 1024 },
      'not-json',
    ],
    ['an HTML page with status 200', { kind: 'html-page' }, 'not-json'],
    ['resets', { kind: 'reset' }, 'unreachable'],
    ['truncated answers', { kind: 'truncated' }, 'unreachable'],
    ['500', { kind: 'status', status: 500 }, 'server-error'],
    [
      '429 for long',
      { kind: 'status', status: 429, retryAfterSeconds: 3_600 },
      'rate-limited',
    ],
    ['slow answers', { kind: 'latency', milliseconds: 3_000 }, 'timeout'],
  ])('says what it met: %s', async (_what, fault, kind) => {
    strike(fault);
    const error = await airflow(
      kind === 'timeout' ? { timeoutMilliseconds: 500 } : {},
    )
      .listDags()
      .catch(e => e);
    expect(error).toMatchObject({ name: 'UpstreamError', kind });
    expect(error.message).toContain(`GET /api/${api}/dags`);
    expect(error.message.length).toBeLessThan(400);
  });

  it.each<[string, Fault]>([
    ['a reset', { kind: 'reset' }],
    ['a truncated answer', { kind: 'truncated' }],
    ['a 503', { kind: 'status', status: 503 }],
    ['a 429', { kind: 'status', status: 429, retryAfterSeconds: 0 }],
  ])('gets over %s', async (_what, fault) => {
    strike(fault, 2);
    expect((await airflow().listDags()).rows).toHaveLength(DAGS);
  });

  it('reads a list again that shrank while it was read', async () => {
    standIn.faults.add({
      path: `/api/${api}/dags`,
      fault: { kind: 'shrinking', by: 3 },
      times: 2,
    });
    const { rows } = await airflow().listDags();
    expect(rows).toHaveLength(DAGS);
  });

  it('gets over a restart between two pages', async () => {
    standIn.faults.add({
      path: `/api/${api}/dags`,
      fault: { kind: 'restart', downMilliseconds: 10 },
      laterPagesOnly: true,
      times: 1,
    });
    expect((await airflow().listDags()).rows).toHaveLength(DAGS);
  });

  it('keeps words that it does not know', async () => {
    strike({ kind: 'unknown-enums' });
    const { rows, skipped } = await airflow().listDagRuns({ limit: 20 });
    expect(rows).toHaveLength(20);
    expect(skipped).toEqual([]);
  });

  it('leaves out one DAG that makes no sense', async () => {
    strike({ kind: 'missing-field', field: 'dag_id', at: 4 }, 1);
    const { rows, skipped } = await airflow().listDags();
    expect(rows.length).toBeLessThan(DAGS);
    expect(skipped[0].reason).toContain('dag_id');
  });

  it('says that credentials are wrong', async () => {
    const client = airflow({
      auth: { type: 'password', username: 'viewer', password: 'not-it' },
    });
    const error = await client.listDags().catch(e => e);
    expect(['unauthorized', 'forbidden']).toContain(error.kind);
    expect(error.message).toContain('check auth');
    expect(error.message).not.toContain('not-it');
  });

  it('goes on when its token is no longer known', async () => {
    const client = airflow();
    await client.listDags();
    standIn.forgetTokens();
    expect((await client.listDags()).rows).toHaveLength(DAGS);
  });
});

describe.each<[KumaVersion]>([['2.14.3'], ['3.0.0-preview']])(
  'Kuma client against the stand-in of %s',
  version => {
    let standIn: KumaStandIn;
    const mesh = generateKuma({
      services: 30,
      proxies: 60,
      permissions: 10,
      seed: 1,
    });

    beforeEach(async () => {
      standIn = await startKumaStandIn({ version, meshes: [mesh] });
    });
    afterEach(() => standIn.stop());

    const kuma = () =>
      createKumaClient(
        {
          name: 'test',
          baseUrl: standIn.url,
          auth: { type: 'none' },
          ...limits,
        },
        quick,
      );

    it('opens a service, and closes it again', async () => {
      const client = kuma();
      const facts = await client.facts();
      const proxies = (await client.listProxies()).rows;
      expect(proxies.length).toBeGreaterThanOrEqual(60);
      const services = (await client.list('MeshService')).rows;
      const inMesh = { mesh: services[0].mesh! };
      const built = services
        .map(service =>
          buildRulesPermission(
            {
              ...inMesh,
              service,
              port: (service.spec as { ports: { port: number }[] }).ports[0]
                .port,
              sources: [{ uriSans: ['spiffe://test/workload/airflow'] }],
              grants: ['grant-1'],
            },
            {
              facts,
              dataplanes: proxies.map(proxy => proxy.resource),
              meshServices: services,
            },
          ),
        )
        .find(result => result.ok);
      const [permission] = (built as { permissions: typeof services })
        .permissions;

      await expect(client.putPermission(permission)).resolves.toMatchObject({
        outcome: 'created',
      });
      const listed = await client.list('MeshTrafficPermission', inMesh);
      expect(
        listed.rows.find(row => row.name === permission.name)?.spec,
      ).toEqual(permission.spec);
      const reference = {
        ...inMesh,
        kind: 'MeshTrafficPermission' as const,
        name: permission.name,
      };
      await expect(client.deletePermission(reference)).resolves.toMatchObject({
        outcome: 'deleted',
      });
      await expect(client.getPermission(reference)).resolves.toBeUndefined();
    });

    it('touches none of the permissions that are there', async () => {
      const client = kuma();
      const { rows } = await client.list('MeshTrafficPermission');
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) {
        await expect(
          client.deletePermission({
            kind: 'MeshTrafficPermission',
            mesh: row.mesh!,
            name: row.name,
          }),
        ).rejects.toMatchObject({ kind: 'refused' });
      }
      expect((await client.list('MeshTrafficPermission')).rows).toEqual(rows);
    });

    it('gets over a restart, and says what else it met', async () => {
      const client = kuma();
      await client.facts();
      standIn.restart(30);
      expect((await client.listProxies()).rows.length).toBeGreaterThan(0);
      standIn.faults.add({
        path: '/meshservices',
        fault: { kind: 'html-page' },
      });
      await expect(client.list('MeshService')).rejects.toMatchObject({
        kind: 'not-json',
      });
    });

    it('says that an API is read-only', async () => {
      standIn.state.readOnly = true;
      expect((await kuma().facts()).writable).toBe(false);
    });
  },
);
