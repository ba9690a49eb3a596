import { IdentityProxy } from './types';

/**
 * Proxies by mesh and by SPIFFE ID, for many DAGs against many proxies.
 * @public
 */
export class ProxyIndex {
  private readonly byMesh = new Map<string, IdentityProxy[]>();
  private readonly bySpiffeId = new Map<string, IdentityProxy[]>();

  constructor(proxies: IdentityProxy[]) {
    for (const proxy of proxies) {
      add(this.byMesh, keyOf(proxy), proxy);
      for (const uriSan of proxy.uriSans) {
        add(this.bySpiffeId, keyOf(proxy, uriSan), proxy);
      }
    }
  }

  /** Proxies of a mesh that show a SPIFFE ID, or that have all labels. */
  find(
    mesh: { controlPlane: string; mesh: string },
    wanted: { spiffeId?: string; labels?: Record<string, string> },
  ): IdentityProxy[] {
    if (wanted.spiffeId !== undefined) {
      return this.bySpiffeId.get(keyOf(mesh, wanted.spiffeId)) ?? [];
    }
    const labels = Object.entries(wanted.labels ?? {});
    return (this.byMesh.get(keyOf(mesh)) ?? []).filter(proxy =>
      labels.every(([key, value]) => proxy.labels[key] === value),
    );
  }
}

/** Connected proxies with a certificate, those with the same one together. */
export function liveProxies(
  proxies: IdentityProxy[],
): { uriSans: string[]; names: string[] }[] {
  const groups = new Map<string, { uriSans: string[]; names: string[] }>();
  for (const proxy of proxies) {
    if (proxy.status === 'offline' || proxy.uriSans.length === 0) continue;
    const key = JSON.stringify(proxy.uriSans);
    const group = groups.get(key) ?? { uriSans: proxy.uriSans, names: [] };
    group.names.push(proxy.name);
    groups.set(key, group);
  }
  return [...groups.values()];
}

function keyOf(
  mesh: { controlPlane: string; mesh: string },
  uriSan?: string,
): string {
  return JSON.stringify([mesh.controlPlane, mesh.mesh, uriSan]);
}

function add<T>(map: Map<string, T[]>, key: string, value: T) {
  const list = map.get(key);
  if (list) list.push(value);
  else map.set(key, [value]);
}
