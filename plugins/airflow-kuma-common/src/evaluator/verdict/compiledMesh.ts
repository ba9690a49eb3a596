import { Engine } from '../engines';
import { InboundModel, ProxyModel, readProxy } from '../mesh';
import {
  PolicyModel,
  readPolicy,
  readTrafficPermission,
  TrafficPermissionModel,
} from '../policies';
import { isRecord, readString } from '../read';
import { KumaResource, MeshSnapshot } from '../types';
import { capabilitiesOf, Capabilities } from '../version';

/** A mesh, read once, so that asking is cheap. */
export type CompiledMesh = {
  snapshot: MeshSnapshot;
  name: string;
  capabilities: Capabilities;
  proxies: Map<string, ProxyModel>;
  /** The Dataplanes themselves, by name. */
  dataplanes: Map<string, KumaResource>;
  inbounds: InboundModel[];
  policies: PolicyModel[];
  trafficPermissions: TrafficPermissionModel[];
  meshTLSes: PolicyModel[];
  /** Engines by what they were built of: many inbounds share one. */
  engines: Map<string, Engine>;
};

/** Reads a mesh. What is no object is left out; nothing throws. */
export function compileMesh(given: MeshSnapshot): CompiledMesh {
  const snapshot: MeshSnapshot = {
    ...given,
    mesh: resourcesOf([given.mesh])[0] ?? { type: 'Mesh', name: '' },
    dataplanes: resourcesOf(given.dataplanes),
    meshIdentities: resourcesOf(given.meshIdentities),
    meshTLSes: resourcesOf(given.meshTLSes),
    meshServices: resourcesOf(given.meshServices),
    meshMultiZoneServices: resourcesOf(given.meshMultiZoneServices),
    meshExternalServices: resourcesOf(given.meshExternalServices),
    trafficPermissions: resourcesOf(given.trafficPermissions),
    meshTrafficPermissions: resourcesOf(given.meshTrafficPermissions),
    // Absent is not empty: then nobody read them.
    meshPassthroughs:
      given.meshPassthroughs && resourcesOf(given.meshPassthroughs),
  };
  const capabilities = capabilitiesOf(snapshot.version, snapshot.kinds);
  const proxies = new Map<string, ProxyModel>();
  const dataplanes = new Map<string, KumaResource>();
  for (const resource of snapshot.dataplanes) {
    const proxy = readProxy(resource);
    proxies.set(proxy.name, proxy);
    dataplanes.set(proxy.name, resource);
  }
  return {
    snapshot,
    name: readString(snapshot.mesh.name) ?? '',
    capabilities,
    proxies,
    dataplanes,
    inbounds: [...proxies.values()].flatMap(proxy => proxy.inbounds),
    policies: snapshot.meshTrafficPermissions.map(readPolicy),
    trafficPermissions: capabilities.legacy
      ? snapshot.trafficPermissions.map(readTrafficPermission)
      : [],
    meshTLSes: snapshot.meshTLSes.map(readPolicy),
    engines: new Map(),
  };
}

function resourcesOf(values: unknown): KumaResource[] {
  return (Array.isArray(values) ? values : []).filter(
    isRecord,
  ) as KumaResource[];
}
