import {
  KumaResource,
  MeshSnapshot,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/** Shapes as recorded from Kuma 2.14.3 on Universal, cut to what decides. */
export const spiffe = (workload: string) =>
  `spiffe://default.zone-1.mesh.local/workload/${workload}`;

export function dataplane(name: string): KumaResource {
  return {
    type: 'Dataplane',
    mesh: 'default',
    name,
    labels: {
      app: name,
      'kuma.io/mesh': 'default',
      'kuma.io/zone': 'zone-1',
      'kuma.io/workload': name,
      'kuma.io/env': 'universal',
    },
    kri: `kri_dp_default_zone-1__${name}_`,
    networking: {
      address: '127.0.0.1',
      inbound: [
        {
          name: 'http',
          port: 20000,
          servicePort: 8080,
          protocol: 'http',
          tags: { 'kuma.io/service': name, 'kuma.io/protocol': 'http' },
        },
      ],
    },
  };
}

/** A proxy with transparent proxying that lets out to these services only. */
export function reaching(name: string, ...services: string[]): KumaResource {
  const proxy = dataplane(name);
  return {
    ...proxy,
    networking: {
      ...(proxy.networking as object),
      transparentProxying: {
        redirectPortInbound: 15006,
        redirectPortOutbound: 15001,
        reachableBackends: {
          refs: services.map(each => ({ kind: 'MeshService', name: each })),
        },
      },
    },
  };
}

export function meshService(name: string): KumaResource {
  return {
    type: 'MeshService',
    mesh: 'default',
    name,
    labels: { 'kuma.io/mesh': 'default', 'kuma.io/zone': 'zone-1' },
    kri: `kri_msvc_default_zone-1__${name}_`,
    spec: {
      selector: { dataplaneLabels: { matchLabels: { app: name } } },
      ports: [
        { name: 'http', port: 80, targetPort: 20000, appProtocol: 'http' },
      ],
    },
  };
}

/** A `rules` permission that lets callers in, or keeps them out, at one app. */
export function permission(
  name: string,
  app: string,
  rule: { allow?: string[]; deny?: string[]; allowPrefix?: string[] },
  modified = '2026-11-20T00:00:00Z',
): KumaResource {
  const exact = (callers: string[] = []) =>
    callers.map(value => ({ spiffeID: { type: 'Exact', value } }));
  const prefix = (callers: string[] = []) =>
    callers.map(value => ({ spiffeID: { type: 'Prefix', value } }));
  const allow = [...exact(rule.allow), ...prefix(rule.allowPrefix)];
  return {
    type: 'MeshTrafficPermission',
    mesh: 'default',
    name,
    kri: `kri_mtp_default_zone-1__${name}_`,
    labels: { 'kuma.io/mesh': 'default', 'kuma.io/zone': 'zone-1' },
    creationTime: '2026-11-20T00:00:00Z',
    modificationTime: modified,
    spec: {
      targetRef: { kind: 'Dataplane', labels: { app } },
      rules: [
        {
          default: {
            ...(allow.length && { allow }),
            ...(rule.deny && { deny: exact(rule.deny) }),
          },
        },
      ],
    },
  };
}

export function meshSnapshot(more: Partial<MeshSnapshot>): MeshSnapshot {
  return {
    version: '2.14.3',
    cliques: true,
    mesh: {
      type: 'Mesh',
      name: 'default',
      meshServices: { mode: 'Exclusive' },
    },
    dataplanes: [],
    meshIdentities: [
      {
        type: 'MeshIdentity',
        mesh: 'default',
        name: 'identity',
        kri: 'kri_mid_default_zone-1__identity_',
        labels: { 'kuma.io/zone': 'zone-1' },
        spec: {
          selector: { dataplane: { matchLabels: {} } },
          spiffeID: {
            trustDomain: '{{ .Mesh }}.{{ .Zone }}.mesh.local',
            path: '/workload/{{ .Workload }}',
          },
          provider: { type: 'Bundled' },
        },
        status: {
          conditions: [{ type: 'Ready', status: 'True', reason: 'Ready' }],
        },
      },
    ],
    meshTLSes: [],
    meshServices: [],
    meshMultiZoneServices: [],
    meshExternalServices: [],
    trafficPermissions: [],
    meshTrafficPermissions: [],
    ...more,
  };
}
