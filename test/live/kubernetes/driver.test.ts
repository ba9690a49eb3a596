import { randomBytes } from 'node:crypto';
import { mkdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  KUMA_LABEL_GRANTS,
  KumaResource,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  Cluster,
  KubernetesDriver,
} from '../../../plugins/airflow-kuma-backend/src/access/drivers/kubernetes';
import { waitFor } from '../kuma/harness';
import { Account, ApiServer } from './ApiServer';
import { describeCluster } from './describeCluster';
import { KumaZone, SYSTEM_NAMESPACE } from './KumaZone';

const PLACE = { controlPlane: 'live', mesh: 'default' };
const NAME = 'ak-payments-80';
const SHOP = `/apis/kuma.io/v1alpha1/namespaces/shop/meshtrafficpermissions/${NAME}`;

const DENIED = { spiffeID: { type: 'Exact', value: 'spiffe://else/where' } };

function permission(
  options: {
    namespace?: string;
    spiffeId?: string;
    labels?: Record<string, string>;
  } = {},
): KumaResource {
  const {
    namespace = 'shop',
    spiffeId = 'spiffe://default.zone-1.mesh.local/ns/airflow/sa/etl',
  } = options;
  return {
    type: 'MeshTrafficPermission',
    mesh: 'default',
    name: NAME,
    labels: {
      [KUMA_LABEL_GRANTS]: 'g1',
      'k8s.kuma.io/namespace': namespace,
      ...options.labels,
    },
    spec: {
      targetRef: { kind: 'Dataplane', labels: { app: 'payments' } },
      rules: [
        {
          default: {
            allow: [{ spiffeID: { type: 'Exact', value: spiffeId } }],
          },
        },
      ],
    },
  } as KumaResource;
}

describeCluster('permissions on a real Kubernetes with Kuma', binaries => {
  const directory = join(tmpdir(), `cluster-${randomBytes(4).toString('hex')}`);
  let server: ApiServer;
  let zone: KumaZone;

  const driverOf = (account: Account) =>
    new KubernetesDriver({
      clusters: new Map([
        [
          'live',
          new Cluster({
            title: 'live',
            load: () => server.kubeConfig(account),
          }),
        ],
      ]),
      problems: new Map(),
      scopeOf: async () => ({
        namespaces: ['shop'],
        systemNamespace: SYSTEM_NAMESPACE,
      }),
    });
  const apply = (policy: KumaResource, account: Account = 'admin') =>
    driverOf(account).apply({ ...PLACE, put: [policy], remove: [] });
  const remove = (namespace?: string) =>
    driverOf('admin').remove({
      ...PLACE,
      put: [],
      remove: [{ kind: 'MeshTrafficPermission', name: NAME, namespace }],
    });
  const shown = (names: string[]) =>
    waitFor('the control plane to show it', async () => {
      const found = await zone.permissions();
      return `${found}` === `${names}`;
    });

  beforeAll(async () => {
    mkdirSync(directory, { mode: 0o700 });
    server = await ApiServer.start({ binaries, directory });
    zone = await KumaZone.start({ binaries, directory, server });
    const injected = { 'kuma.io/sidecar-injection': 'enabled' };
    for (const [name, labels] of Object.entries({ shop: injected, plain: {} }))
      await server.create('/api/v1/namespaces', {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name, labels },
      });
  });
  afterAll(async () => {
    await zone?.stop();
    await server?.stop();
    if (process.env.LIVE_KEEP) process.stdout.write(`kept ${directory}\n`);
    else rmSync(directory, { recursive: true, force: true });
  });

  it('tries out without writing, then writes what Kuma reads, and takes it away', async () => {
    // Webhooks answer a moment after they are known.
    await waitFor('the webhooks', async () => {
      await driverOf('admin').tryOut({
        ...PLACE,
        put: [permission()],
        remove: [],
      });
      return true;
    });
    expect((await server.request('GET', SHOP)).status).toBe(404);
    const begin = Date.now();
    await apply(permission());
    process.stdout.write(`written after ${Date.now() - begin} ms\n`);
    const { body } = await server.request('GET', SHOP);
    expect(body.metadata.labels).toMatchObject({
      'kuma.io/policy-role': 'workload-owner',
      'k8s.kuma.io/namespace': 'shop',
    });
    await shown([`${NAME}.shop`]);
    const { resourceVersion } = body.metadata;
    await apply(permission());
    expect((await server.request('GET', SHOP)).body.metadata).toMatchObject({
      resourceVersion,
    });
    await remove('shop');
    await shown([]);
    await remove('shop');
  });

  it('writes in the namespace of the control plane as a policy of the mesh', async () => {
    await apply(permission({ namespace: SYSTEM_NAMESPACE }));
    await shown([`${NAME}.${SYSTEM_NAMESPACE}`]);
    const { body } = await server.request(
      'GET',
      SHOP.replace('shop', SYSTEM_NAMESPACE),
    );
    expect(body.metadata.labels).toMatchObject({
      'kuma.io/policy-role': 'system',
    });
    await remove(SYSTEM_NAMESPACE);
    await shown([]);
  });

  it('writes nothing that would open more than is meant', async () => {
    await expect(apply(permission({ namespace: 'plain' }))).rejects.toThrow(
      'No webhook of Kuma sees namespace "plain"',
    );
    await expect(
      apply(permission({ labels: { 'kuma.io/origin': 'global' } })),
    ).rejects.toThrow('would have kuma.io/origin "global"');
    expect(await zone.permissions()).toEqual([]);
  });

  it('says in words what Kuma or Kubernetes refuses', async () => {
    await expect(apply(permission({ spiffeId: 'nope' }))).rejects.toThrow(
      'Kuma refuses it in live: spec.rules[0].allow[0].spiffeID: must be a valid Spiffe ID',
    );
    await expect(apply(permission({ namespace: 'ghost' }))).rejects.toThrow(
      'live has no namespace "ghost"',
    );
    await expect(apply(permission(), 'portal')).rejects.toThrow(
      'The account of this portal lacks a right in live',
    );
    expect(await driverOf('portal').describe(PLACE)).toMatchObject({
      writable: false,
      how: expect.stringContaining(
        'get, list, watch, create, patch, delete in shop',
      ),
    });
    expect(await driverOf('admin').describe(PLACE)).toMatchObject({
      writable: true,
    });
  });

  it('leaves fields to who holds them, and a copy where it lies', async () => {
    await apply(permission());
    await server.changeAs('kubectl-edit', SHOP, {
      spec: { rules: [{ default: { deny: [DENIED] } }] },
    });
    await expect(apply(permission())).rejects.toThrow(
      '.spec.rules is held by kubectl-edit',
    );
    await apply(permission({ namespace: SYSTEM_NAMESPACE }));
    await expect(remove()).rejects.toThrow('live has 2 permissions');
    await remove('shop');
    await shown([`${NAME}.${SYSTEM_NAMESPACE}`]);
    await remove();
    await shown([]);
  });

  it('hears of a change as it happens', async () => {
    const seen: string[] = [];
    const stop = new AbortController();
    const cluster = new Cluster({
      title: 'live',
      load: () => server.kubeConfig('admin'),
    });
    const ended = cluster.watch(
      ({ metadata }) => seen.push(`${metadata.namespace}/${metadata.name}`),
      stop.signal,
    );
    await waitFor('the watch to tell', async () => {
      await apply(permission());
      await remove('shop');
      return seen.includes(`shop/${NAME}`);
    });
    stop.abort();
    expect(await ended).toBeUndefined();
  });

  it('writes nothing while the webhooks are away', async () => {
    await zone.stop();
    await expect(apply(permission())).rejects.toThrow(
      'A webhook of live does not answer, so nothing was written',
    );
    expect((await server.request('GET', SHOP)).status).toBe(404);
  });
});
