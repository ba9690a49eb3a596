import { recorded } from '../__testUtils__/recorded';
import { K2, setUpKuma } from '../__testUtils__/setUpKuma';

const PROXY = { mesh: 'default', dataplane: 'airflow-orders' };
const PATH = 'GET /meshes/default/dataplanes/airflow-orders/_layout';

describe('outbounds of a proxy', () => {
  const setup = setUpKuma();

  it('are those that the control plane lists', async () => {
    const kuma = setup.kuma();
    setup.upstream.on(
      PATH,
      recorded(K2, 'airflow-orders-layout-with-external'),
    );
    expect(await kuma.outbounds(PROXY)).toContainEqual({
      kri: 'kri_msvc_default_zone-1__ledger_http',
      port: 80,
    });
  });

  it.each([
    ['in a mesh that is not Exclusive', 400],
    ['in a version without it', 404],
  ])('are not told %s', async (_where, status) => {
    const kuma = setup.kuma();
    setup.upstream.on(PATH, {
      status,
      body: {
        title: 'Bad Request',
        detail: "can't use _layout endpoint without meshService enabled",
      },
    });
    expect(await kuma.outbounds(PROXY)).toBeUndefined();
  });

  it('fail as any read where the control plane refuses', async () => {
    const kuma = setup.kuma();
    setup.upstream.on(PATH, { status: 403, body: {} });
    await expect(kuma.outbounds(PROXY)).rejects.toThrow(/403/);
  });
});
