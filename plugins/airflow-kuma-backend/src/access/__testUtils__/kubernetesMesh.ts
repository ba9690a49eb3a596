import { MeshSnapshot } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { plainMesh } from './AccessWorld';

/** A mesh on Kubernetes, with all its proxies in one namespace. */
export function kubernetesMesh(systemNamespace: string): MeshSnapshot {
  const mesh = plainMesh();
  return {
    ...mesh,
    kubernetes: true,
    deployment: {
      mode: 'zone',
      environment: 'kubernetes',
      federated: false,
      systemNamespace,
    },
    dataplanes: mesh.dataplanes.map(proxy => ({
      ...proxy,
      labels: { ...proxy.labels, 'k8s.kuma.io/namespace': 'shop' },
    })),
  };
}
