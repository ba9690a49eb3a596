import { KumaResource } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  PermissionDriver,
  PermissionIntent,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { TestDatabases } from '@backstage/backend-test-utils';
import { Knex } from 'knex';
import { AccessWorld, ANN, BEN } from '../__testUtils__/AccessWorld';
import { migrated } from '../__testUtils__/databases';
import { kubernetesMesh } from '../__testUtils__/kubernetesMesh';
import { DriverRegistry } from '../drivers/DriverRegistry';
import { createRequest } from '../requests/createRequest';
import { decideRequest } from '../requests/decideRequest';
import { revokeRequest } from '../requests/endRequest';

jest.setTimeout(60_000);

/** A repository that somebody else applies to the cluster, when told to. */
class Repository implements PermissionDriver {
  readonly name = 'git';
  readonly files = new Map<string, KumaResource>();

  constructor(private readonly world: AccessWorld) {}

  async describe() {
    return { writable: true, how: 'Committed.' };
  }

  async apply({ put }: PermissionIntent) {
    const before = JSON.stringify([...this.files]);
    for (const policy of put) this.files.set(policy.name, policy);
    return this.outcome(before);
  }

  async remove({ remove }: PermissionIntent) {
    const before = JSON.stringify([...this.files]);
    for (const { name } of remove) this.files.delete(name);
    return this.outcome(before);
  }

  /** As the cluster takes it, and as its control plane tells it then. */
  merge(): void {
    const { controlPlane } = this.world;
    for (const { name } of controlPlane.ours()) controlPlane.delete(name);
    for (const [name, policy] of this.files) {
      const namespace = policy.labels?.['k8s.kuma.io/namespace'];
      controlPlane.put({
        ...policy,
        name: `${name}.${namespace}`,
        labels: { ...policy.labels, 'kuma.io/display-name': name },
      });
    }
    this.world.sync();
  }

  private outcome(before: string) {
    const pending = JSON.stringify([...this.files]) !== before;
    return { warnings: [], pending, reference: 'https://git/policies abc' };
  }
}

describe('a permission that others apply to Kubernetes', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  let world: AccessWorld;
  let repository: Repository;
  beforeEach(async () => {
    const knex: Knex = await migrated(databases, 'SQLITE_3');
    world = new AccessWorld(knex, {}, kubernetesMesh('mesh-system'));
    repository = new Repository(world);
    world.context.drivers = new DriverRegistry({ eu: 'git' });
    world.context.drivers.add(repository);
  });

  const grant = async () => {
    const { id } = await createRequest(
      world.context,
      world.caller(ANN),
      world.input(),
    );
    await decideRequest(world.context, world.caller(BEN), id, 'approve', {
      rationale: 'Yes',
    });
    await world.settle(2);
    return id;
  };
  /** Many reads of the mesh, over some minutes. */
  const wait = async () => {
    for (let minute = 0; minute < 4; minute++) {
      world.sync(61);
      await world.reconciler.pass();
    }
  };

  it('is waited for, told once, and known again by the name that it was written under', async () => {
    const id = await grant();
    await wait();
    expect(await world.record(id)).toMatchObject({
      state: 'applying',
      progress: expect.stringContaining('waiting for the mesh to show it'),
    });
    expect([...repository.files.values()]).toMatchObject([
      { labels: { 'k8s.kuma.io/namespace': 'shop' } },
    ]);

    repository.merge();
    await world.settle(2);
    expect((await world.record(id)).state).toBe('active');
    expect(world.allows('orders', 'payments')).toBe(true);

    await revokeRequest(world.context, world.caller(BEN), id, {
      rationale: 'Done',
    });
    await wait();
    expect((await world.record(id)).state).toBe('removing');
    expect(repository.files.size).toBe(0);

    repository.merge();
    await world.settle(2);
    expect((await world.record(id)).state).toBe('revoked');
    expect(await world.actions(id)).toEqual([
      'access.request.created',
      'access.request.approved',
      'access.permission.applied',
      'access.grant.active',
      'access.grant.revoked',
      'access.permission.removed',
      'access.grant.removed',
    ]);
  });

  it('is shown as the custom resource that it will be', async () => {
    const { policies } = await world.preview('orders', 'payments');
    expect(policies[0].yaml).toContain(
      'kind: MeshTrafficPermission\nmetadata:',
    );
    expect(policies[0].yaml).toContain('  namespace: shop\n');
  });

  it('leaves alone a copy that another control plane synced', async () => {
    const id = await grant();
    repository.merge();
    await world.settle(2);
    const [ours] = world.controlPlane.ours();
    world.controlPlane.put({
      ...ours,
      name: 'ak-copy-7b9f4c5d6w.mesh-system',
      labels: {
        ...ours.labels,
        'airflow-kuma.dev/grants': 'zzzzzzzzzz',
        'kuma.io/display-name': 'ak-copy',
        'k8s.kuma.io/namespace': 'mesh-system',
      },
    });
    world.sync();
    await wait();
    expect((await world.record(id)).state).toBe('active');
    const { items } = await world.context.audit.list(
      { action: 'access.permission.' },
      { offset: 0, limit: 10 },
    );
    expect(items.map(item => item.action)).toEqual([
      'access.permission.applied',
    ]);
  });
});
