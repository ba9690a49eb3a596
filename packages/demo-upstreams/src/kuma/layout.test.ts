import { defaultMesh } from '../company/mesh/defaultMesh';
import { legacyMesh } from '../company/mesh/legacyMesh';
import { movingMesh } from '../company/mesh/movingMesh';
import { startKumaStandIn } from './startKumaStandIn';

describe('_layout', () => {
  let kuma: Awaited<ReturnType<typeof startKumaStandIn>>;
  beforeAll(async () => {
    kuma = await startKumaStandIn({
      version: '2.14.3',
      meshes: [defaultMesh, legacyMesh, movingMesh],
    });
  });
  afterAll(() => kuma.stop());

  async function layout(mesh: string, proxy: string) {
    const response = await fetch(
      `${kuma.url}/meshes/${mesh}/dataplanes/${proxy}/_layout`,
    );
    const body = (await response.json()) as {
      detail?: string;
      outbounds?: { kri: string }[];
    };
    return { status: response.status, ...body };
  }

  it('lists what reachableBackends let out to, and all without them', async () => {
    const narrowed = await layout('default', 'airflow-fraud-worker-1');
    const names = narrowed.outbounds!.map(({ kri }) => kri.split('_')[5]);
    expect(names).toContain('orders');
    expect(names).not.toContain('ledger');
    const free = await layout('moving', 'airflow-moving-1');
    expect(free.outbounds!.map(({ kri }) => kri)).toEqual(
      expect.arrayContaining([
        'kri_msvc_moving_zone-1__statements_http',
        'kri_extsvc_moving_zone-1__holidays_443',
      ]),
    );
  });

  it('is not told where MeshServices are not Exclusive', async () => {
    const { items } = (await (
      await fetch(`${kuma.url}/meshes/legacy/dataplanes`)
    ).json()) as { items: { name: string }[] };
    expect(await layout('legacy', items[0].name)).toMatchObject({
      status: 400,
      detail: "can't use _layout endpoint without meshService enabled",
    });
    expect((await layout('default', 'nobody')).status).toBe(404);
  });
});
