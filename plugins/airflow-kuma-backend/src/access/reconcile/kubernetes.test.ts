import { MeshSnapshot } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { TestDatabases } from '@backstage/backend-test-utils';
import { KubeConfig } from '@kubernetes/client-node';
import { AccessWorld, ANN, BEN } from '../__testUtils__/AccessWorld';
import { migrated } from '../__testUtils__/databases';
import { FakeKubernetes } from '../__testUtils__/FakeKubernetes';
import { kubernetesMesh } from '../__testUtils__/kubernetesMesh';
import { DriverRegistry } from '../drivers/DriverRegistry';
import { Cluster, KubernetesDriver } from '../drivers/kubernetes';
import { createRequest } from '../requests/createRequest';
import { decideRequest } from '../requests/decideRequest';
import { revokeRequest } from '../requests/endRequest';

jest.setTimeout(60_000);

describe('a grant in a mesh on Kubernetes', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  let kubernetes: FakeKubernetes;
  let world: AccessWorld;

  beforeEach(async () => {
    kubernetes = new FakeKubernetes();
    const server = await kubernetes.start();
    world = new AccessWorld(
      await migrated(databases, 'SQLITE_3'),
      {},
      kubernetesMesh('kuma-system'),
    );
    const load = () => {
      const kubeConfig = new KubeConfig();
      kubeConfig.loadFromOptions({
        clusters: [{ name: 'k8s', server, skipTLSVerify: true }],
        users: [{ name: 'k8s', token: kubernetes.token }],
        contexts: [{ name: 'k8s', cluster: 'k8s', user: 'k8s' }],
        currentContext: 'k8s',
      });
      return kubeConfig;
    };
    const drivers = new DriverRegistry({ eu: 'kubernetes' });
    drivers.add(
      new KubernetesDriver({
        clusters: new Map([['eu', new Cluster({ title: 'eu', load })]]),
        problems: new Map(),
        scopeOf: async () => ({
          namespaces: ['shop'],
          systemNamespace: 'kuma-system',
        }),
      }),
    );
    world.context.drivers = drivers;
  });
  afterEach(() => kubernetes.stop());

  /** The control plane reads what lies in the cluster. */
  async function read() {
    const shown = [...kubernetes.objects.values()].map(
      ({ metadata, spec }) => ({
        type: 'MeshTrafficPermission',
        mesh: 'default',
        name: `${metadata.name}.${metadata.namespace}`,
        labels: {
          ...metadata.labels,
          'kuma.io/display-name': metadata.name,
        },
        creationTime: '2026-11-23T00:40:00Z',
        spec,
      }),
    );
    world.controlPlane.snapshot.meshTrafficPermissions =
      shown as MeshSnapshot['meshTrafficPermissions'];
    await world.settle(3);
  }

  it('is written in the namespace of the service, proven there, and taken away there', async () => {
    const { id } = await createRequest(
      world.context,
      world.caller(ANN),
      world.input(),
    );
    expect([...kubernetes.objects]).toEqual([]);
    await decideRequest(world.context, world.caller(BEN), id, 'approve', {
      rationale: 'Agreed',
    });
    await world.settle();
    const [key] = kubernetes.objects.keys();
    expect(key).toMatch(/^shop\/ak-payments/);
    expect(await world.record(id)).toMatchObject({ state: 'applying' });
    await read();
    expect(await world.record(id)).toMatchObject({ state: 'active' });
    expect(
      await world.context.policies.list({
        controlPlane: 'eu',
        mesh: 'default',
      }),
    ).toMatchObject([{ namespace: 'shop' }]);

    await revokeRequest(world.context, world.caller(BEN), id, {
      rationale: 'No longer needed',
    });
    await world.settle();
    await read();
    expect([...kubernetes.objects]).toEqual([]);
    expect(await world.record(id)).toMatchObject({ state: 'revoked' });
  });

  async function granted(): Promise<string> {
    const { id } = await createRequest(
      world.context,
      world.caller(ANN),
      world.input(),
    );
    await decideRequest(world.context, world.caller(BEN), id, 'approve', {
      rationale: 'Agreed',
    });
    await world.settle();
    await read();
    expect(await world.record(id)).toMatchObject({ state: 'active' });
    return id;
  }

  it('is restored where nobody holds what was changed, and else says who does', async () => {
    const id = await granted();
    const [key, written] = [...kubernetes.objects][0];
    const name = written.metadata.name;
    kubernetes.objects.delete(key);
    await read();
    await read();
    expect([...kubernetes.objects.keys()]).toEqual([key]);

    kubernetes.put('shop', name, { spec: { rules: [] } }, 'argocd');
    await read();
    expect(await world.record(id)).toMatchObject({
      error: expect.stringContaining('.spec.rules is held by argocd'),
    });
    expect(kubernetes.objects.get(key)!.spec).toEqual({ rules: [] });
  });

  it('leaves a copy in another namespace while it is wanted, and takes each away by its own place', async () => {
    const id = await granted();
    const [written] = kubernetes.objects.values();
    const { name, labels } = written.metadata;
    kubernetes.put('kuma-system', name, {
      labels: { ...labels, 'k8s.kuma.io/namespace': 'kuma-system' },
      spec: written.spec,
    });
    await read();
    const both = [`shop/${name}`, `kuma-system/${name}`];
    expect([...kubernetes.objects.keys()]).toEqual(both);
    await revokeRequest(world.context, world.caller(BEN), id, {
      rationale: 'No longer needed',
    });
    await world.settle();
    await read();
    expect([...kubernetes.objects.keys()]).toEqual([]);
    const deleted = kubernetes.requests.filter(each =>
      each.startsWith('DELETE'),
    );
    expect(deleted).toEqual(
      both.map(each => expect.stringContaining(`/${each.split('/')[0]}/`)),
    );
    expect(await world.record(id)).toMatchObject({ state: 'revoked' });
  });

  it('is refused before anybody approves where the cluster would refuse it', async () => {
    kubernetes.namespaces.shop = false;
    const preview = await world.preview('orders', 'payments');
    expect(preview.problems).toEqual([
      {
        field: 'destination',
        message: expect.stringContaining(
          'No webhook of Kuma sees namespace "shop"',
        ),
      },
    ]);
    await expect(
      createRequest(world.context, world.caller(ANN), world.input()),
    ).rejects.toThrow('No webhook of Kuma sees namespace "shop"');
    expect([...kubernetes.objects]).toEqual([]);
  });
});
