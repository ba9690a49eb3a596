import { UpstreamError } from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { TestDatabases } from '@backstage/backend-test-utils';
import { AccessWorld, ANN, BEN } from '../__testUtils__/AccessWorld';
import { migrated } from '../__testUtils__/databases';
import { createRequest } from '../requests/createRequest';
import { decideRequest } from '../requests/decideRequest';

jest.setTimeout(60_000);

describe('a control plane that takes no permissions', () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  let world: AccessWorld;
  beforeEach(async () => {
    world = new AccessWorld(await migrated(databases, 'SQLITE_3'));
  });

  it('is told by its resources: the preview says so and offers the YAML', async () => {
    world.controlPlane.writable = false;
    const preview = await world.preview('orders', 'payments');
    expect(preview.problems).toEqual([
      {
        field: 'destination',
        message:
          'This control plane takes no permissions through its API: they are applied through Git or kubectl there.',
      },
    ]);
    expect(preview.policies).toHaveLength(1);
    expect(preview.policies[0].yaml).toContain('type: MeshTrafficPermission');
    expect(preview.policies[0].yaml).toContain('spiffe://');
    await expect(
      createRequest(world.context, world.caller(ANN), world.input()),
    ).rejects.toThrow('through Git or kubectl');
    expect(world.controlPlane.writes).toEqual([]);
  });

  it('is told by its 405: the request says so, and previews offer the YAML from then on', async () => {
    const { id } = await createRequest(
      world.context,
      world.caller(ANN),
      world.input(),
    );
    await decideRequest(world.context, world.caller(BEN), id, 'approve', {
      rationale: 'Agreed',
    });
    // It said that it would take them, and then a proxy in front did not.
    world.controlPlane.beforeWrite = () => {
      throw new UpstreamError({
        kind: 'read-only',
        upstream: 'Kuma control plane "eu"',
        request: 'PUT /meshes/default/meshtrafficpermissions/x',
        status: 405,
        advice: 'permissions are applied through Git or kubectl there',
      });
    };
    await world.settle(3);
    expect(await world.record(id)).toMatchObject({
      state: 'applying',
      error: expect.stringContaining('through Git or kubectl'),
    });
    const preview = await world.preview('billing', 'payments');
    expect(preview.problems.map(({ message }) => message)).toEqual([
      expect.stringContaining('through Git or kubectl'),
    ]);
    expect(preview.policies[0].yaml).toContain('type: MeshTrafficPermission');

    // Once it takes them, the waiting one goes through.
    world.controlPlane.beforeWrite = () => {};
    await world.settle(3);
    expect((await world.record(id)).state).toBe('active');
    expect((await world.preview('billing', 'payments')).problems).toEqual([]);
  });
});
