import { KumaResource } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

const NAMESPACE = 'k8s.kuma.io/namespace';
const SYSTEM_NAMESPACE = 'kuma-system';

/**
 * A policy as the custom resource: its mesh as a label, its namespace apart;
 * TrafficPermission is cluster-wide.
 */
export function toKubernetesObject(
  policy: KumaResource,
): Record<string, unknown> {
  const { type, mesh, name, labels = {}, spec, ...rest } = policy;
  const { [NAMESPACE]: namespace = SYSTEM_NAMESPACE, ...others } = labels;
  if (type === 'TrafficPermission') {
    return {
      apiVersion: 'kuma.io/v1alpha1',
      kind: type,
      mesh,
      metadata: { name, labels: others },
      spec: { sources: rest.sources, destinations: rest.destinations },
    };
  }
  return {
    apiVersion: 'kuma.io/v1alpha1',
    kind: type,
    metadata: { name, namespace, labels: { 'kuma.io/mesh': mesh, ...others } },
    spec,
  };
}
