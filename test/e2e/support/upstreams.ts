import { APIRequestContext, expect } from '@playwright/test';

const KUMA = process.env.E2E_KUMA_URL;
const AIRFLOW = process.env.E2E_AIRFLOW_URL;

const ADMIN = { headers: { authorization: 'Bearer demo-kuma-token' } };

/** The demo's stand-ins, to be broken and mended while the portal runs. */
export const upstreams = {
  kuma: () => required(KUMA, 'E2E_KUMA_URL'),
  airflow: () => required(AIRFLOW, 'E2E_AIRFLOW_URL'),

  async takeDown(request: APIRequestContext, url: string): Promise<void> {
    const response = await request.post(`${url}/__demo/faults`, {
      data: { path: '/', fault: { kind: 'status', status: 503 } },
    });
    expect(response.status()).toBe(201);
  },

  async mend(request: APIRequestContext, url: string): Promise<void> {
    const response = await request.delete(`${url}/__demo/faults`);
    expect(response.status()).toBe(200);
  },

  /** Switches mTLS of a mesh off; the answer switches it on again. */
  async switchMtlsOff(
    request: APIRequestContext,
    mesh: string,
  ): Promise<() => Promise<void>> {
    const read = await request.get(`${upstreams.kuma()}/meshes/${mesh}`, ADMIN);
    const before = await read.json();
    expect(before.mtls).toBeDefined();
    const write = async (resource: object) => {
      const response = await request.put(
        `${upstreams.kuma()}/__demo/resources`,
        { data: resource },
      );
      expect(response.ok()).toBe(true);
    };
    await write({ ...before, mtls: undefined });
    return () => write(before);
  },

  /** Applies a Dataplane's own list of what it lets calls out to. */
  async applyReach(
    request: APIRequestContext,
    proxy: string,
    reachableBackends: object,
  ): Promise<void> {
    const read = await request.get(
      `${upstreams.kuma()}/meshes/default/dataplanes/${proxy}`,
      ADMIN,
    );
    const before = await read.json();
    const { transparentProxying } = before.networking;
    const response = await request.put(`${upstreams.kuma()}/__demo/resources`, {
      data: {
        ...before,
        networking: {
          ...before.networking,
          transparentProxying: { ...transparentProxying, reachableBackends },
        },
      },
    });
    expect(response.ok()).toBe(true);
  },

  /** Deletes a permission behind the portal's back. */
  async deletePermission(
    request: APIRequestContext,
    name: string,
    mesh = 'default',
  ): Promise<void> {
    const response = await request.delete(
      `${upstreams.kuma()}/meshes/${mesh}/meshtrafficpermissions/${name}`,
      ADMIN,
    );
    expect(response.ok()).toBe(true);
  },
};

function required(value: string | undefined, name: string): string {
  if (!value) throw new Error(`${name} is not set; ./dev test e2e sets it`);
  return value;
}
