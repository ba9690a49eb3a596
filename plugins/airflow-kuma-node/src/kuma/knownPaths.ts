import { KumaKind } from './types';

/** Kinds that are not of a mesh. */
const GLOBAL: KumaKind[] = ['Mesh', 'MeshInsight'];

/**
 * Where each kind has been from Kuma 2.9 to the 3.0 preview: what is asked
 * while a control plane does not tell which kinds it has. One that it lacks is
 * a 404.
 */
const PATHS: Record<KumaKind, string> = {
  Mesh: 'meshes',
  MeshService: 'meshservices',
  MeshMultiZoneService: 'meshmultizoneservices',
  MeshExternalService: 'meshexternalservices',
  ExternalService: 'external-services',
  ServiceInsight: 'service-insights',
  MeshIdentity: 'meshidentities',
  MeshTrust: 'meshtrusts',
  MeshTLS: 'meshtlses',
  MeshPassthrough: 'meshpassthroughs',
  MeshTrace: 'meshtraces',
  MeshAccessLog: 'meshaccesslogs',
  Workload: 'workloads',
  MeshInsight: 'mesh-insights',
  MeshTrafficPermission: 'meshtrafficpermissions',
  TrafficPermission: 'traffic-permissions',
};

/** The path of a kind, where the control plane does not tell it. */
export function knownPath(kind: KumaKind): { path: string; meshed: boolean } {
  return { path: PATHS[kind], meshed: !GLOBAL.includes(kind) };
}
