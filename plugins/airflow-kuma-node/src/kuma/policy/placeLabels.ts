import { ControlPlaneFacts } from '../types';

const NAMESPACE = 'k8s.kuma.io/namespace';

/**
 * Labels that say where a policy belongs. A zone with a global control plane
 * takes only policies of its own origin. On Kubernetes a policy lies in the
 * namespace of the proxies it protects, where it can protect no other; where
 * they are in several, in the system namespace, which is also the only one
 * that a global control plane takes policies in.
 * @public
 */
export function placeLabels(
  facts: Pick<ControlPlaneFacts, 'deployment'>,
  own: { labels: Record<string, string> }[],
): Record<string, string> {
  const { deployment } = facts;
  const labels: Record<string, string> = {};
  if (deployment?.federated) labels['kuma.io/origin'] = 'zone';
  if (deployment?.environment === 'kubernetes') {
    const namespaces = new Set(own.map(entry => entry.labels[NAMESPACE]));
    const [namespace] = namespaces;
    const isSole = namespaces.size === 1 && deployment.mode !== 'global';
    labels[NAMESPACE] =
      (isSole ? namespace : undefined) ??
      deployment.systemNamespace ??
      'kuma-system';
  }
  return labels;
}
