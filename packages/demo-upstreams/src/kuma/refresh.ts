import { kri, kumaTime } from './format';
import { hasLabels } from './labels';
import { hasTags } from './selects';
import type { KumaState } from './KumaState';
import { Resource } from './types';

/**
 * MeshServices as their generator leaves them. An offline proxy stays
 * `healthy` and keeps the service Available, only `connected` goes
 * (recorded: vector-store-meshservice-while-offline.json).
 */
export function refreshServices(state: KumaState, mesh: string): void {
  const proxies = state.store.list('Dataplane', mesh);
  const byLabel = indexByLabel(proxies);
  for (const service of state.store.list('MeshService', mesh)) {
    const behind = proxiesBehind(service, proxies, byLabel);
    const connected = behind.filter(proxy => isOnline(state, proxy)).length;
    service.spec.state = behind.length > 0 ? 'Available' : 'Unavailable';
    service.spec.identities = identities(state, mesh, behind);
    service.status.dataplaneProxies =
      behind.length === 0
        ? {}
        : {
            ...(connected > 0 && { connected }),
            healthy: behind.length,
            total: behind.length,
          };
  }
}

/** One Workload for each value of the label, as the control plane generates them. */
export function refreshWorkloads(state: KumaState, mesh: string): void {
  const byWorkload = new Map<string, Resource[]>();
  for (const proxy of state.store.list('Dataplane', mesh)) {
    const workload = proxy.labels?.['kuma.io/workload'];
    if (workload) {
      byWorkload.set(workload, [...(byWorkload.get(workload) ?? []), proxy]);
    }
  }
  for (const { name } of state.store.list('Workload', mesh)) {
    if (!byWorkload.has(name)) state.store.delete('Workload', mesh, name);
  }
  for (const [name, proxies] of byWorkload) {
    const place = { ...state.place(mesh), name };
    const at = kumaTime(Math.min(...proxies.map(created)));
    state.store.put({
      type: 'Workload',
      mesh,
      name,
      creationTime: at,
      modificationTime: at,
      labels: {
        'kuma.io/env': 'universal',
        'kuma.io/managed-by': 'workload-generator',
        'kuma.io/mesh': mesh,
        'kuma.io/zone': state.zone,
      },
      kri: kri('wl', place),
      spec: {},
      status: {
        dataplaneProxies: {
          connected: proxies.filter(proxy => isOnline(state, proxy)).length,
          healthy: proxies.length,
          total: proxies.length,
        },
      },
    });
  }
}

/** The proxies that a MeshService selects, by labels or by the tags of an inbound. */
export function proxiesBehind(
  service: Resource,
  proxies: Resource[],
  byLabel: Map<string, Resource[]> = indexByLabel(proxies),
): Resource[] {
  const { dataplaneLabels, dataplaneTags } = service.spec.selector;
  if (dataplaneTags) {
    return proxies.filter(proxy => hasTags(proxy, dataplaneTags));
  }
  const wanted = dataplaneLabels?.matchLabels ?? {};
  const [first] = Object.entries<string>(wanted);
  if (!first) return [];
  return (byLabel.get(`${first[0]}=${first[1]}`) ?? []).filter(proxy =>
    hasLabels(proxy.labels, wanted),
  );
}

export function isOnline(state: KumaState, proxy: Resource): boolean {
  const insight = state.insight(proxy.mesh ?? '', proxy.name);
  return insight !== undefined && insight.disconnectTime === undefined;
}

function identities(
  state: KumaState,
  mesh: string,
  proxies: Resource[],
): { type: string; value: string }[] {
  const tags = new Set<string>();
  const spiffeIds = new Set<string>();
  for (const proxy of proxies) {
    for (const inbound of proxy.networking.inbound) {
      const tag = inbound.tags?.['kuma.io/service'];
      if (tag) tags.add(tag);
    }
    const workload = proxy.labels?.['kuma.io/workload'];
    if (workload && state.issuer(mesh).identity) {
      spiffeIds.add(
        `spiffe://${mesh}.${state.zone}.mesh.local/workload/${workload}`,
      );
    }
  }
  return [
    ...[...tags].sort().map(value => ({ type: 'ServiceTag', value })),
    ...[...spiffeIds].sort().map(value => ({ type: 'SpiffeID', value })),
  ];
}

function indexByLabel(proxies: Resource[]): Map<string, Resource[]> {
  const index = new Map<string, Resource[]>();
  for (const proxy of proxies) {
    for (const [key, value] of Object.entries(proxy.labels ?? {})) {
      const entry = `${key}=${value}`;
      const found = index.get(entry);
      if (found) {
        found.push(proxy);
      } else {
        index.set(entry, [proxy]);
      }
    }
  }
  return index;
}

function created(proxy: Resource): number {
  return Date.parse(proxy.creationTime ?? '');
}
