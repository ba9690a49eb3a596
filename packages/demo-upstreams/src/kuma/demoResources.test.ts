import { legacyMesh } from '../company';
import { startKumaStandIn } from './startKumaStandIn';

const put = (url: string, body: object) =>
  fetch(`${url}/__demo/resources`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });

describe('demoResources', () => {
  it('takes mTLS away from a mesh and gives it back', async () => {
    const kuma = await startKumaStandIn({
      version: '2.14.3',
      meshes: [legacyMesh],
    });
    const read = async () =>
      (await fetch(`${kuma.url}/meshes/legacy`)).json() as Promise<
        Record<string, unknown>
      >;
    try {
      const { mtls, ...open } = await read();
      expect(mtls).toBeDefined();
      expect((await put(kuma.url, open)).status).toBe(200);
      expect(await read()).not.toHaveProperty('mtls');
      await put(kuma.url, { ...open, mtls });
      expect(await read()).toMatchObject({ mtls });
    } finally {
      await kuma.stop();
    }
  });

  it('refuses what is no resource', async () => {
    const kuma = await startKumaStandIn({ version: '2.14.3', meshes: [] });
    try {
      expect((await put(kuma.url, {})).status).toBe(400);
    } finally {
      await kuma.stop();
    }
  });
});
