import {
  meshService,
  meshSnapshot,
  dataplane,
  permission,
} from '../graph/__testUtils__/resources';
import { FindingsService } from './FindingsService';

function setUp() {
  const reads: string[] = [];
  const snapshots: Record<string, ReturnType<typeof meshSnapshot>> = {
    // Selects no proxy, so it does nothing.
    default: meshSnapshot({
      dataplanes: [dataplane('payments')],
      meshServices: [meshService('payments')],
      meshTrafficPermissions: [permission('dead', 'nobody', { allow: ['x'] })],
    }),
    ai: meshSnapshot({}),
  };
  let revision = '1';
  const inventory = {
    meshes: async () =>
      ['default', 'ai', 'never-read'].map(mesh => ({
        controlPlane: 'eu',
        mesh,
      })),
    meshSnapshot: async ({ mesh }: { mesh: string }) => {
      reads.push(mesh);
      const snapshot = snapshots[mesh];
      return snapshot && { ...snapshot, revision };
    },
  };
  const service = new FindingsService(inventory as any);
  return {
    service,
    snapshots,
    change: () => {
      revision = `${revision}1`;
    },
  };
}

describe('findings', () => {
  it('name mesh and policy, and nothing where nothing surprises', async () => {
    const { service } = setUp();
    expect(await service.all()).toEqual([
      expect.objectContaining({
        controlPlane: 'eu',
        mesh: 'default',
        code: 'selects-nothing',
        policy: expect.objectContaining({ name: 'dead' }),
      }),
    ]);
  });

  it('follow the mesh, and are looked for once for each of its versions', async () => {
    const { service, snapshots, change } = setUp();
    const [first] = await service.all();
    snapshots.default = meshSnapshot({});
    expect((await service.all())[0].message).toBe(first.message);
    change();
    expect(await service.all()).toEqual([]);
  });
});
