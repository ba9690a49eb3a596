import {
  KumaResource,
  MeshSnapshot,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { meshSnapshot } from '../../graph/__testUtils__/resources';

/** A mesh of Kuma 2.x with a CA, no MeshIdentity: callers are known by their tags. */
export function legacyMesh(
  names: string[],
  policies: KumaResource[],
): MeshSnapshot {
  return meshSnapshot({
    mesh: {
      type: 'Mesh',
      name: 'default',
      mtls: {
        enabledBackend: 'ca-1',
        backends: [{ name: 'ca-1', type: 'builtin' }],
      },
      meshServices: { mode: 'Exclusive' },
    },
    meshIdentities: [],
    dataplanes: names.map(name => ({
      type: 'Dataplane',
      mesh: 'default',
      name,
      labels: {
        app: name,
        'kuma.io/mesh': 'default',
        'kuma.io/zone': 'zone-1',
      },
      networking: {
        address: '127.0.0.1',
        inbound: [
          {
            name: 'http',
            port: 20000,
            tags: {
              'kuma.io/service': name,
              'kuma.io/protocol': 'http',
              'kuma.io/zone': 'zone-1',
            },
          },
        ],
      },
    })),
    meshServices: names.map(name => ({
      type: 'MeshService',
      mesh: 'default',
      name,
      labels: { 'kuma.io/mesh': 'default' },
      spec: {
        selector: { dataplaneTags: { 'kuma.io/service': name } },
        ports: [
          { name: 'http', port: 80, targetPort: 20000, appProtocol: 'http' },
        ],
      },
    })),
    trafficPermissions: policies.filter(
      policy => policy.type === 'TrafficPermission',
    ),
    meshTrafficPermissions: policies.filter(
      policy => policy.type === 'MeshTrafficPermission',
    ),
  });
}

export function trafficPermission(
  name: string,
  sources: string[],
  destination: string,
  created = '2026-11-20T00:00:00Z',
): KumaResource {
  return {
    type: 'TrafficPermission',
    mesh: 'default',
    name,
    labels: { 'kuma.io/mesh': 'default' },
    creationTime: created,
    modificationTime: created,
    sources: sources.map(source => ({ match: { 'kuma.io/service': source } })),
    destinations: [{ match: { 'kuma.io/service': destination } }],
  };
}
