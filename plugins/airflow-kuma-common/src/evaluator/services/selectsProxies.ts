import { InboundModel, ProxyModel } from '../mesh';
import { isRecord, readRecord, readString, readTexts } from '../read';
import { KumaResource } from '../types';
import { ServicePortModel } from './servicePorts';

/**
 * Whether a port of a MeshService leads to an inbound. Selectors by tags look
 * at the inbound, selectors by labels at its proxy; no selector selects none.
 */
export function leadsTo(
  service: KumaResource,
  port: ServicePortModel,
  inbound: InboundModel,
): boolean {
  const targeted =
    port.target === inbound.port ||
    (typeof port.target === 'string' && port.target === inbound.section);
  return targeted && inbound.kind === 'inbound' && isSelected(service, inbound);
}

function isSelected(service: KumaResource, inbound: InboundModel): boolean {
  const selector = readRecord(readRecord(service.spec).selector);
  if (isRecord(selector.dataplaneLabels)) {
    const labels = readTexts(selector.dataplaneLabels.matchLabels);
    return labels.size > 0 && containsAll(inbound.proxy.labels, labels);
  }
  if (isRecord(selector.dataplaneRef)) {
    return isNamed(inbound.proxy, readString(selector.dataplaneRef.name));
  }
  const tags = readTexts(selector.dataplaneTags);
  return tags.size > 0 && containsAll(inbound.tags, tags);
}

function isNamed(proxy: ProxyModel, name: string | undefined): boolean {
  return (
    name !== undefined && (proxy.name === name || proxy.displayName === name)
  );
}

/** Whether all wanted pairs are there. */
export function containsAll(
  actual: Map<string, string>,
  wanted: Map<string, string>,
): boolean {
  for (const [key, value] of wanted) {
    if (actual.get(key) !== value) return false;
  }
  return true;
}
