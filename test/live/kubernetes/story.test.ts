import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { AirflowStandIn } from '@airflow-kuma/demo-upstreams';
import { findBinaries, skipSuite, waitFor } from '../kuma/harness';
import { AUTHOR, OWNER } from '../kuma/story/Portal';
import { Story } from '../kuma/story/Story';
import { startAirflow } from '../kuma/story/upstreams';
import { ApiServer } from './ApiServer';
import { describeCluster } from './describeCluster';
import { KumaZone } from './KumaZone';
import { PodMesh } from './PodMesh';

const SETTLED = { timeoutMs: 60_000, everyMs: 200 };
const CALLER =
  'spiffe://default.zone-1.mesh.local/ns/airflow/sa/airflow-orders';

describeCluster('a request on a real Kubernetes with Kuma', binaries => {
  const proxies = findBinaries();
  if (!proxies.binaries) {
    skipSuite('with a real Envoy', proxies.skipped);
    return;
  }
  const directory = join(tmpdir(), `pods-${randomBytes(4).toString('hex')}`);
  let server: ApiServer;
  let zone: KumaZone;
  let pods: PodMesh;
  let airflow: AirflowStandIn;
  let story: Story;
  let id: string;

  beforeAll(async () => {
    mkdirSync(directory, { mode: 0o700 });
    server = await ApiServer.start({ binaries, directory });
    zone = await KumaZone.start({ binaries, directory, server });
    for (const name of ['airflow', 'shop'])
      await server.create('/api/v1/namespaces', {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name, labels: { 'kuma.io/sidecar-injection': 'enabled' } },
      });
    await zone.separateServices(server);
    pods = await PodMesh.start({
      server,
      zone,
      binaries: proxies.binaries!,
      directory,
      pods: [
        {
          namespace: 'shop',
          name: 'payments',
          labels: { team: 'team-payments' },
          servicePort: 80,
        },
        { namespace: 'airflow', name: 'airflow-orders' },
      ],
    });
    airflow = await startAirflow('payments.shop');
    const kubeconfig = join(directory, 'kubeconfig');
    writeFileSync(kubeconfig, server.kubeConfig('admin').exportConfig(), {
      mode: 0o600,
    });
    story = await Story.start(
      { airflowUrl: airflow.url, kumaUrl: zone.url },
      {
        service: 'payments.shop',
        controlPlane: { driver: 'kubernetes', kubernetes: { kubeconfig } },
      },
    );
  }, 300_000);
  afterAll(async () => {
    await story?.stop();
    await airflow?.stop();
    await pods?.stop();
    await zone?.stop();
    await server?.stop();
    if (process.env.LIVE_KEEP) process.stdout.write(`kept ${directory}\n`);
    else rmSync(directory, { recursive: true, force: true });
  }, 60_000);

  it('begins with a DAG that needs a permission', async () => {
    await story.findEntities();
    await waitFor(
      'the edge to be judged',
      async () => (await story.edge())?.state === 'needs-permission',
      SETTLED,
    );
    expect(await pods.enforces('payments', CALLER)).toBe(false);
  }, 120_000);

  it('shows what Kubernetes would be told, and tells it nothing yet', async () => {
    const { body } = await story.preview();
    expect(body).toMatchObject({ problems: [], loses: [] });
    expect(body.policies).toMatchObject([
      {
        driver: 'kubernetes',
        yaml: expect.stringContaining('namespace: shop'),
      },
    ]);
    const created = await story.submit();
    expect(created).toMatchObject({ status: 201, body: { state: 'pending' } });
    id = created.body.id;
    expect(await zone.permissions()).toEqual([]);
    expect(await story.act(AUTHOR, id, 'approve', 'I need it')).toMatchObject({
      status: 403,
    });
  });

  it("is in the Envoy of the service within seconds of the owner's approval", async () => {
    const approved = Date.now();
    expect(await story.act(OWNER, id, 'approve', 'Agreed')).toMatchObject({
      status: 200,
    });
    await waitFor(
      'the Envoy to have the rule',
      () => pods.enforces('payments', CALLER),
      { timeoutMs: 30_000, everyMs: 50 },
    );
    process.stdout.write(
      `approval to the rule in Envoy ${Date.now() - approved} ms\n`,
    );
    await waitFor(
      'the grant to be active',
      async () => (await story.request(id)).state === 'active',
      SETTLED,
    );
    expect(await zone.permissions()).toEqual([
      expect.stringMatching(/^ak-.*\.shop$/),
    ]);
    expect(await story.edge()).toMatchObject({ state: 'aligned' });
  }, 120_000);

  it('is gone from it when the owner revokes', async () => {
    const revoked = Date.now();
    expect(await story.act(OWNER, id, 'revoke', 'No longer')).toMatchObject({
      status: 200,
    });
    await waitFor(
      'the Envoy to have it no more',
      async () => !(await pods.enforces('payments', CALLER)),
      { timeoutMs: 30_000, everyMs: 50 },
    );
    process.stdout.write(`revocation to Envoy ${Date.now() - revoked} ms\n`);
    await waitFor(
      'the grant to be removed',
      async () => (await story.request(id)).state === 'revoked',
      SETTLED,
    );
    expect(await zone.permissions()).toEqual([]);
  }, 120_000);
});
