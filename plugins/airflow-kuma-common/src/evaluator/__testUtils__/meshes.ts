import { KumaResource, MeshSnapshot } from '../types';

const LABELS = {
  'kuma.io/env': 'universal',
  'kuma.io/mesh': 'default',
  'kuma.io/origin': 'zone',
  'kuma.io/zone': 'zone-1',
};

/** A mesh with nothing in it but what is given. */
export function meshOf(parts: Partial<MeshSnapshot> = {}): MeshSnapshot {
  return {
    version: '2.14.3',
    cliques: true,
    mesh: { type: 'Mesh', name: 'default' },
    dataplanes: [],
    meshIdentities: [],
    meshTLSes: [],
    meshServices: [],
    meshMultiZoneServices: [],
    meshExternalServices: [],
    trafficPermissions: [],
    meshTrafficPermissions: [],
    ...parts,
  };
}

/** A mesh with a CA backend. */
export function mtlsMesh(mode?: string): KumaResource {
  const backend = { name: 'ca-1', type: 'builtin', ...(mode && { mode }) };
  return {
    type: 'Mesh',
    name: 'default',
    mtls: { enabledBackend: 'ca-1', backends: [backend] },
  };
}

/** A MeshIdentity for all proxies, or for those with the given labels. */
export function identity(
  matchLabels: Record<string, string> = {},
  spec: Record<string, unknown> = {},
  name = 'identity',
): KumaResource {
  return {
    type: 'MeshIdentity',
    mesh: 'default',
    name,
    kri: `kri_mid_default_zone-1__${name}_`,
    labels: LABELS,
    spec: { selector: { dataplane: { matchLabels } }, ...spec },
    status: { conditions: [{ type: 'Ready', status: 'True' }] },
  };
}

/** A proxy whose workload has its name, with one inbound `http` at port 8080. */
export function proxy(
  name: string,
  parts: {
    labels?: Record<string, string>;
    networking?: Record<string, unknown>;
  } = {},
): KumaResource {
  return {
    type: 'Dataplane',
    mesh: 'default',
    name,
    kri: `kri_dp_default_zone-1__${name}_`,
    labels: { ...LABELS, app: name, 'kuma.io/workload': name, ...parts.labels },
    networking: {
      address: '10.0.0.1',
      inbound: [
        {
          name: 'http',
          port: 8080,
          tags: { 'kuma.io/service': name, 'kuma.io/zone': 'zone-1' },
        },
      ],
      ...parts.networking,
    },
  };
}

/** A MeshTrafficPermission; without a target it is mesh-wide. */
export function permission(
  name: string,
  spec: Record<string, unknown>,
  labels: Record<string, string> = {},
): KumaResource {
  return {
    type: 'MeshTrafficPermission',
    mesh: 'default',
    name,
    kri: `kri_mtp_default_zone-1__${name}_`,
    labels: { ...LABELS, ...labels },
    spec,
  };
}

/** A TrafficPermission. */
export function trafficPermission(
  name: string,
  source: Record<string, string>,
  destination: Record<string, string>,
  creationTime = '2026-01-01T00:00:00Z',
): KumaResource {
  return {
    type: 'TrafficPermission',
    mesh: 'default',
    name,
    creationTime,
    sources: [{ match: source }],
    destinations: [{ match: destination }],
  };
}

/** The SPIFFE ID of a workload of `meshOf`. */
export function spiffeId(workload: string): string {
  return `spiffe://default.zone-1.mesh.local/workload/${workload}`;
}

/** A match of exactly one workload. */
export function exact(workload: string) {
  return { spiffeID: { type: 'Exact', value: spiffeId(workload) } };
}

/** A match of all workloads whose name starts so. */
export function prefix(workload: string) {
  return { spiffeID: { type: 'Prefix', value: spiffeId(workload) } };
}

/** `spec.rules` with one rule. */
export function rule(conf: Record<string, unknown>) {
  return { rules: [{ default: conf }] };
}
