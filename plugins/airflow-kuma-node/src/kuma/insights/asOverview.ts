import { KumaResource } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/**
 * A resource with its insight, as a control plane shows both in an overview.
 * Without an insight nothing ever connected; `null` is one that is not told.
 */
export function asOverview(
  kind: 'dataplane' | 'zone',
  resource: KumaResource,
  insight: KumaResource | undefined | null,
): KumaResource {
  const { type, mesh, name, kri, labels, ...rest } = resource;
  const { creationTime, modificationTime, ...own } = rest;
  return {
    type: `${type}Overview`,
    mesh,
    name,
    kri,
    labels,
    creationTime,
    modificationTime,
    [kind]: own,
    [`${kind}Insight`]: insight,
  };
}
