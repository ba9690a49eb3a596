import { kri, kumaTime, stableUuid } from './format';
import { dataplaneInsight } from './insight';
import type { KumaState } from './KumaState';
import { isOnline } from './refresh';
import { Resource } from './types';

export function dataplaneOverview(
  state: KumaState,
  dataplane: Resource,
): Resource {
  const mesh = dataplane.mesh ?? '';
  const insight = state.insight(mesh, dataplane.name);
  const { networking, ...meta } = dataplane;
  return {
    ...meta,
    type: 'DataplaneOverview',
    dataplane: { networking },
    ...(insight && {
      dataplaneInsight: dataplaneInsight(
        state.place(mesh),
        insight,
        state.issuer(mesh),
      ),
    }),
  };
}

/**
 * What overviews have beside the Dataplane, as a kind of its own. Not recorded:
 * the shape is that of every kind from before `spec` (as of Dataplanes).
 */
export function dataplaneInsights(state: KumaState, mesh?: string): Resource[] {
  return state.store.list('Dataplane', mesh).flatMap(proxy => {
    const { dataplaneInsight: insight } = dataplaneOverview(state, proxy);
    const { mesh: of, name, creationTime, modificationTime } = proxy;
    const meta = { mesh: of, name, creationTime, modificationTime };
    return insight ? [{ type: 'DataplaneInsight', ...meta, ...insight }] : [];
  });
}

/** What overviews have beside the Zone; of the own zone there is none. */
export function zoneInsights(state: KumaState): Resource[] {
  return zoneOverviews(state).flatMap(
    ({ zoneInsight: insight, name, creationTime, modificationTime }) =>
      insight
        ? [
            {
              type: 'ZoneInsight',
              name,
              creationTime,
              modificationTime,
              ...insight,
            },
          ]
        : [],
  );
}

/** The own zone, which a zone's control plane does not track, and others. */
export function zoneOverviews(state: KumaState): Resource[] {
  const at = kumaTime(0);
  return [
    {
      type: 'ZoneOverview',
      name: state.zone,
      creationTime: at,
      modificationTime: at,
      kri: kri('z', { name: state.zone }),
      zone: {},
    },
    ...state.store.list('Zone').map(({ enabled, ...meta }) => ({
      ...meta,
      type: 'ZoneOverview',
      zone: { enabled },
      zoneInsight: { subscriptions: state.zoneSubscriptions(meta.name) },
    })),
  ];
}

export function meshInsight(state: KumaState, mesh: Resource): Resource {
  const proxies = state.store.list('Dataplane', mesh.name);
  const online = proxies.filter(proxy => isOnline(state, proxy)).length;
  const counts = proxyCounts(proxies.length, online);
  const { identity, backend } = state.issuer(mesh.name);
  const place = { ...state.place(mesh.name) };
  const resources = state.store.counts(mesh.name);
  const isThree = state.version.startsWith('3.');
  const issued = identity ? kri('mid', { ...place, name: identity }) : backend;
  const supported = identity
    ? kri('mtrust', { mesh: mesh.name, name: identity })
    : backend;
  return {
    type: 'MeshInsight',
    name: mesh.name,
    creationTime: mesh.creationTime,
    modificationTime: kumaTime(state.now()),
    dataplanes: counts,
    ...(!isThree && { policies: policyCounts(resources) }),
    dpVersions: {
      kumaDp: { [state.version]: counts },
      envoy: { [isThree ? '1.39.3' : '1.37.0']: counts },
    },
    mTLS: issued
      ? {
          issuedBackends: { [issued]: counts },
          supportedBackends: { [supported ?? issued]: counts },
        }
      : {},
    dataplanesByType: {
      standard: counts,
      gateway: {},
      ...(!isThree && { gatewayBuiltin: {} }),
      gatewayDelegated: {},
    },
    resources,
  };
}

export function globalInsight(state: KumaState): unknown {
  const proxies = state.store.list('Dataplane');
  const online = proxies.filter(proxy => isOnline(state, proxy)).length;
  const none = { offline: 0, online: 0, partiallyDegraded: 0, total: 0 };
  const isThree = state.version.startsWith('3.');
  const resources = state.store.counts();
  const { Mesh: meshes, ...inMeshes } = resources;
  return {
    createdAt: kumaTime(state.now()),
    dataplanes: {
      ...(!isThree && { gatewayBuiltin: none }),
      gatewayDelegated: none,
      standard: {
        ...none,
        online,
        offline: proxies.length - online,
        total: proxies.length,
      },
    },
    meshes: { total: meshes?.total ?? 0 },
    policies: {
      total: Object.values(policyCounts(inMeshes)).reduce(
        (sum, { total }) => sum + total,
        0,
      ),
    },
    resources: inMeshes,
    services: {
      external: { total: 0 },
      ...(!isThree && { gatewayBuiltin: none }),
      gatewayDelegated: none,
      internal: none,
    },
    zones: {
      controlPlanes: { online: 0, total: 0 },
      zoneEgresses: { online: 0, total: 0 },
      zoneIngresses: { online: 0, total: 0 },
    },
  };
}

/**
 * Services of a mesh without MeshServices, one for each `kuma.io/service`.
 * Not recorded: the shape is that of Kuma's API goldens
 * (pkg/api-server/testdata/service-insights) and serviceinsight proto.
 */
export function serviceInsights(state: KumaState, mesh: Resource): Resource[] {
  if (state.version.startsWith('3.') || mesh.meshServices?.mode) return [];
  const byTag = new Map<string, Resource[]>();
  for (const proxy of state.store.list('Dataplane', mesh.name)) {
    for (const inbound of proxy.networking.inbound) {
      const tag = inbound.tags?.['kuma.io/service'];
      if (tag) byTag.set(tag, [...(byTag.get(tag) ?? []), proxy]);
    }
  }
  const { backend } = state.issuer(mesh.name);
  const internal = [...byTag].map(([name, proxies]) => {
    const online = proxies.filter(proxy => isOnline(state, proxy)).length;
    return {
      ...serviceInsight(mesh, name),
      status: status(proxies.length, online),
      dataplanes: proxyCounts(proxies.length, online),
      ...(backend && { issuedBackends: { [backend]: proxies.length } }),
      addressPort: `${name}.mesh:80`,
      zones: [state.zone],
    };
  });
  // Kuma keeps services by name: of several that share a tag it lists one.
  const external = new Set(
    state.store
      .list('ExternalService', mesh.name)
      .map(service => service.tags['kuma.io/service'])
      .filter(name => !byTag.has(name)),
  );
  return [
    ...internal,
    ...[...external].map(name => ({
      ...serviceInsight(mesh, name),
      serviceType: 'external',
      addressPort: `${name}.mesh:80`,
    })),
  ].sort((a, b) => (a.name < b.name ? -1 : 1));
}

export function index(state: KumaState): unknown {
  return {
    clusterId: stableUuid(`cluster ${state.version}`),
    gui: '/gui',
    hostname: 'demo-control-plane',
    instanceId: 'kuma-cp-demo',
    product: 'Kuma',
    version: state.version,
  };
}

function serviceInsight(mesh: Resource, name: string): Resource {
  return {
    type: 'ServiceInsight',
    mesh: mesh.name,
    name,
    creationTime: mesh.creationTime,
    modificationTime: mesh.modificationTime,
  };
}

/** Zero counts are absent, as in every protobuf answer. */
function proxyCounts(total: number, online: number) {
  const offline = total - online;
  return {
    ...(total && { total }),
    ...(online && { online }),
    ...(offline && { offline }),
  };
}

function status(total: number, online: number): string {
  if (online === 0) return 'offline';
  return online === total ? 'online' : 'partially_degraded';
}

function policyCounts(
  resources: Record<string, { total: number }>,
): Record<string, { total: number }> {
  return Object.fromEntries(
    Object.entries(resources).filter(([type]) =>
      /^(MeshTrafficPermission|TrafficPermission|MeshTLS)$/.test(type),
    ),
  );
}
