import {
  isOnKubernetes,
  KumaResource,
  MeshSnapshot,
  namespaceOf,
  systemNamespaceOf,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/**
 * The name under which a policy was written, as its own control plane shows
 * it; `undefined` for a copy that was synced from another one, which is only
 * changed there.
 *
 * Kubernetes adds the namespace to the name (`K8sNamespacedNameToCoreName`),
 * a sync between zones a hash (`HashSuffixMapper`); both leave the name that
 * was written in the label.
 */
export function writtenName(policy: {
  name: string;
  labels?: Record<string, string>;
}): string | undefined {
  const { name, labels = {} } = policy;
  const written = labels['kuma.io/display-name'];
  if (written === undefined || written === name) return name;
  const namespace = labels['k8s.kuma.io/namespace'];
  return name === `${written}.${namespace}` ? written : undefined;
}

/** Where a policy lies; the namespace on Kubernetes alone. */
export type WrittenPlace = { name: string; namespace?: string };

/**
 * The name and the place under which a policy was written; `undefined` for a
 * copy that was synced. On Kubernetes the name in Kuma's API tells the place,
 * whatever labels say: a namespace without webhooks has none of Kuma's, or
 * what somebody wrote there. Synced copies lie in the system namespace.
 */
export function writtenPlace(
  policy: KumaResource,
  snapshot: MeshSnapshot,
): WrittenPlace | undefined {
  const namespace = isOnKubernetes(snapshot) ? namespaceOf(policy) : undefined;
  if (namespace !== undefined && namespace !== systemNamespaceOf(snapshot)) {
    return { name: policy.name.slice(0, -namespace.length - 1), namespace };
  }
  const name = writtenName(policy);
  return name === undefined ? undefined : { name, namespace };
}
