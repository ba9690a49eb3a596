import { KumaResource } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

// By the identity of the caller, to one inbound.
const RULES = {
  targetRef: {
    kind: 'Dataplane',
    labels: { app: 'payments' },
    sectionName: 'http',
  },
  rules: [
    {
      default: {
        allow: [
          {
            spiffeID: {
              type: 'Exact',
              value:
                'spiffe://default.zone-1.mesh.local/workload/airflow-orders',
            },
          },
        ],
      },
    },
  ],
};

// By tags: each inbound has a service of its own.
const FROM = {
  targetRef: { kind: 'MeshSubset', tags: { 'kuma.io/service': 'payments' } },
  from: [
    {
      targetRef: { kind: 'MeshService', name: 'airflow-orders' },
      default: { action: 'Allow' },
    },
  ],
};

/**
 * Makes permissions that let airflow-orders call the HTTP inbound of payments,
 * in the dialect that suits the certificates of a mesh.
 */
export function permissionOf(
  certificates: 'mesh-identity' | 'mesh-ca',
): (labels: Record<string, string>) => KumaResource {
  return labels => ({
    type: 'MeshTrafficPermission',
    mesh: 'default',
    name: 'live-client',
    labels,
    spec: certificates === 'mesh-identity' ? RULES : FROM,
  });
}
