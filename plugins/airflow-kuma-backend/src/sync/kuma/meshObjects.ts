import {
  createEvaluator,
  KumaResource,
  Proxy,
  Service,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { RawProxy } from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { ControlPlaneRecord, snapshotOf } from '../read/snapshotOf';
import { NewObject } from '../store/types';
import { READ_KINDS, ReadKind, StoredLive } from './KumaLists';
import { normaliseMesh } from './normaliseMesh';
import { normaliseServices } from './normaliseServices';
import { ProxyLive, proxySync } from './proxySync';
import { KumaSettings } from './settings';

/** Kinds that decide which identity a proxy has. */
const IDENTITY_KINDS = new Set(['Dataplane', 'MeshIdentity', 'MeshTLS']);

/** Kinds whose time of modification says something to people. */
const DATED_KINDS = new Set<string>([
  'Mesh',
  'MeshIdentity',
  'MeshTLS',
  'MeshPassthrough',
  'MeshTrafficPermission',
  'TrafficPermission',
]);

/** What of a control plane its meshes need to know. */
export type MeshContext = {
  facts: Parameters<typeof normaliseMesh>[1];
  record: ControlPlaneRecord;
  writable: boolean;
  /** What moves of each proxy, as last stored. */
  before: Map<string, StoredLive>;
  now: string;
};

/** What is stored of one mesh, and the services that it has. */
export function meshObjects(
  mesh: KumaResource,
  lists: Record<ReadKind, KumaResource[]>,
  proxies: RawProxy[],
  context: MeshContext,
  settings: KumaSettings,
): { objects: NewObject[]; services: Service[] } {
  const name = mesh.name;
  const resources = [
    ...proxies.map(proxy => ({ kind: 'Dataplane', data: proxy.resource })),
    ...READ_KINDS.flatMap(kind =>
      lists[kind].map(data => ({ kind: kind as string, data })),
    ),
  ];
  const services = normaliseServices(
    {
      mesh,
      meshServices: lists.MeshService,
      meshMultiZoneServices: lists.MeshMultiZoneService,
      meshExternalServices: lists.MeshExternalService,
      externalServices: lists.ExternalService,
      proxies,
    },
    settings,
  );
  // What a proxy shows does not depend on permissions, of which there are many.
  const evaluator = createEvaluator(
    snapshotOf(
      context.record,
      mesh,
      resources.filter(({ kind }) => IDENTITY_KINDS.has(kind)),
    ),
  );
  const permissions =
    lists.MeshTrafficPermission.length + lists.TrafficPermission.length;
  const summary = normaliseMesh(
    {
      mesh,
      meshIdentities: lists.MeshIdentity,
      meshTrusts: lists.MeshTrust,
      meshTLSes: lists.MeshTLS,
      meshTraces: lists.MeshTrace,
      meshAccessLogs: lists.MeshAccessLog,
      proxies,
      zones: services.map(service => service.zone),
      services: services.length,
      permissions,
      writable: context.writable,
    },
    context.facts,
    settings,
  );

  const objects: NewObject[] = [
    { kind: 'mesh', mesh: name, key: name, data: summary },
    { kind: 'Mesh', mesh: name, key: name, data: withoutNoise(mesh) },
    ...resources.map(({ kind, data }) => ({
      kind,
      mesh: name,
      key: data.name,
      data: withoutNoise(data),
    })),
    ...services.map(service => ({
      kind: 'service',
      mesh: name,
      key: `${service.kind}/${service.name}`,
      data: service,
    })),
    ...proxies.map(raw => {
      const { resource: _, sync, ...proxy } = raw;
      const live = proxySync(
        sync,
        readerOf(context.before.get(`${name}/${raw.name}`)),
        context.now,
      );
      const data: Omit<Proxy, 'sync'> = {
        ...proxy,
        controlPlane: settings.name,
        uriSans: evaluator.identityOf(raw.name).uriSans,
      };
      return {
        kind: 'proxy',
        mesh: name,
        key: raw.name,
        data,
        live: { shown: { sync: live.sync }, connection: live.connection },
      };
    }),
  ];
  return { objects, services };
}

function readerOf(
  stored: (ProxyLive & { shown: ProxyLive }) | undefined,
): ProxyLive | undefined {
  return stored && { sync: stored.shown.sync, connection: stored.connection };
}

/**
 * Kuma rewrites the time of modification of generated kinds whenever a proxy
 * comes or goes; kept, each such write would be a version that says nothing.
 */
function withoutNoise(resource: KumaResource): KumaResource {
  if (DATED_KINDS.has(resource.type)) return resource;
  const { modificationTime: _, ...rest } = resource;
  return rest as KumaResource;
}
