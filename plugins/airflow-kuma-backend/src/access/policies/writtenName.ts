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
