import { KumaResource } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { labelsMatch, list, record, text } from './json';

/** Dataplanes that a MeshService selects; its three kinds of selectors. */
export function dataplanesBehind(
  meshService: KumaResource,
  dataplanes: KumaResource[],
): KumaResource[] {
  const selector = record(record(meshService.spec).selector);
  const reference = text(record(selector.dataplaneRef).name);
  if (reference) {
    return dataplanes.filter(
      dataplane =>
        dataplane.name === reference ||
        dataplane.labels?.['kuma.io/display-name'] === reference,
    );
  }
  const labels = record(record(selector.dataplaneLabels).matchLabels);
  if (Object.keys(labels).length > 0) {
    return dataplanes.filter(dataplane =>
      labelsMatch(labels, dataplane.labels ?? {}),
    );
  }
  const tags = record(selector.dataplaneTags);
  // A selector without a word selects nothing, not everything.
  if (Object.keys(tags).length === 0) return [];
  return dataplanes.filter(dataplane =>
    inboundsOf(dataplane).some(inbound =>
      labelsMatch(tags, record(inbound.tags)),
    ),
  );
}

/** Inbounds of a Dataplane, as far as they can be read. */
export function inboundsOf(dataplane: KumaResource): Record<string, unknown>[] {
  return list(record(dataplane.networking).inbound).map(record);
}
