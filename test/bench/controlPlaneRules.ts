import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  KumaResource,
  MeshSnapshot,
} from '../../plugins/airflow-kuma-common/src/evaluator';
import { ControlPlane } from '../live/kuma/harness/ControlPlane';
import { median } from './report';

const AT_ONCE = 8;
const ASKED = 60;

/**
 * Milliseconds that a real control plane takes to answer `_rules` for one of
 * the proxies of a mesh: the same resources, put through its API first.
 */
export async function measureControlPlaneRules(
  executable: string,
  snapshot: MeshSnapshot,
): Promise<{ version: string; proxies: number; milliseconds: number }> {
  const directory = mkdtempSync(join(tmpdir(), 'bench-rules-'));
  const binaries = { controlPlane: executable, dataplane: '', envoy: '' };
  const controlPlane = await ControlPlane.start({ binaries, directory });
  try {
    const { name } = snapshot.mesh;
    // Only proxies that somebody can call have rules, or may be put without a
    // gateway.
    const proxies = snapshot.dataplanes.filter(hasInbound);
    await controlPlane.apply(`/meshes/${name}`, snapshot.mesh);
    const put = (path: string) => (resource: KumaResource) =>
      controlPlane.apply(`/meshes/${name}/${path}/${resource.name}`, resource);
    await forEach(proxies, put('dataplanes'));
    await forEach(
      snapshot.meshTrafficPermissions,
      put('meshtrafficpermissions'),
    );
    const times: number[] = [];
    for (let index = 0; index < ASKED; index++) {
      const proxy = proxies[Math.floor((index * proxies.length) / ASKED)];
      const start = performance.now();
      const { status } = await controlPlane.get(
        `/meshes/${name}/dataplanes/${proxy.name}/_rules`,
      );
      if (status !== 200) throw new Error(`_rules of ${proxy.name}: ${status}`);
      times.push(performance.now() - start);
    }
    return {
      version: controlPlane.version,
      proxies: proxies.length,
      milliseconds: median(times),
    };
  } finally {
    await controlPlane.stop();
    rmSync(directory, { recursive: true, force: true });
  }
}

function hasInbound(dataplane: KumaResource): boolean {
  const { inbound } = dataplane.networking as { inbound: unknown[] };
  return inbound.length > 0;
}

async function forEach<T>(items: T[], work: (item: T) => Promise<void>) {
  const waiting = [...items].reverse();
  const worker = async () => {
    for (let item = waiting.pop(); item !== undefined; item = waiting.pop()) {
      await work(item);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
}
