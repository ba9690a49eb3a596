import { TestDatabases } from '@backstage/backend-test-utils';
import { AccessWorld, ANN, BEN } from '../__testUtils__/AccessWorld';
import { migrated } from '../__testUtils__/databases';
import { createRequest } from '../requests/createRequest';
import { shadowDiffFor } from '../requests/shadowDiffFor';
import { SHADOW_NAME, toShadowPolicy } from './shadowPolicy';

jest.setTimeout(60_000);

describe("Kuma's own shadow diff", () => {
  const databases = TestDatabases.create({ ids: ['SQLITE_3'] });
  const setUp = async (
    config: object = { shadowDiff: true, drift: 'restore' },
  ) => {
    const world = new AccessWorld(
      await migrated(databases, 'SQLITE_3'),
      config as any,
    );
    const { id } = await createRequest(
      world.context,
      world.caller(ANN),
      world.input(),
    );
    const ask = async (user = BEN) =>
      shadowDiffFor(world.context, world.caller(user), await world.record(id));
    return { world, ask };
  };

  it('is asked with one temporary policy that is always removed', async () => {
    const { world, ask } = await setUp();
    expect(await ask()).toMatchObject({
      proxy: 'payments',
      changes: [{ op: 'add' }],
    });
    expect(world.controlPlane.writes).toEqual([
      { action: 'put', name: SHADOW_NAME },
      { action: 'delete', name: SHADOW_NAME },
    ]);
    expect(world.controlPlane.ours()).toEqual([]);
  });

  it('is asked one at a time, and removed also when the answer fails', async () => {
    const { world, ask } = await setUp();
    await Promise.all([ask(), ask()]);
    expect(world.controlPlane.writes.map(({ action }) => action)).toEqual([
      'put',
      'delete',
      'put',
      'delete',
    ]);
    world.controlPlane.afterWrite = action => {
      if (action === 'put') throw new Error('connection reset');
    };
    await expect(ask()).rejects.toThrow('connection reset');
    expect(world.controlPlane.ours()).toEqual([]);
  });

  it('is no drift while it is there, and is reaped when a killed backend left it', async () => {
    const { world, ask } = await setUp();
    await ask();
    const [put] = world.controlPlane.snapshot.meshTrafficPermissions;
    expect(put).toBeUndefined();
    world.controlPlane.put(
      toShadowPolicy({
        type: 'MeshTrafficPermission',
        mesh: 'default',
        name: 'x',
        spec: {},
      }),
    );
    world.sync();
    await world.reconciler.pass();
    expect(world.controlPlane.ours()).toEqual([]);
    expect(
      (
        await world.context.audit.list(
          { action: 'access.permission.' },
          { offset: 0, limit: 5 },
        )
      ).total,
    ).toBe(0);
  });

  it('is for approvers, and only where config enables it', async () => {
    const { ask } = await setUp();
    await expect(ask(ANN)).rejects.toThrow('Only approvers');
    const off = await setUp({});
    expect(await off.ask()).toEqual({
      reason: 'Not enabled: airflowKuma.access.shadowDiff.',
      changes: [],
    });
    expect(off.world.controlPlane.writes).toEqual([]);
  });
});
