import { InboundModel, LABEL, ProxyModel } from '../mesh';
import { isRecord, readRecord, readString, readTexts, Texts } from '../read';
import { KumaResource } from '../types';
import { ServicePortModel } from './servicePorts';

/** Which proxies a MeshService means; the first that is there counts. */
export type ServiceSelector =
  | { name: string | undefined }
  | { tags: Texts }
  | { labels: Texts };

/** Reads the selector of a MeshService; without one it selects none. */
export function selectorOf(service: KumaResource): ServiceSelector | undefined {
  const selector = readRecord(readRecord(service.spec).selector);
  if (isRecord(selector.dataplaneRef)) {
    return { name: readString(selector.dataplaneRef.name) };
  }
  if (isRecord(selector.dataplaneTags)) {
    return { tags: readTexts(selector.dataplaneTags) };
  }
  if (isRecord(selector.dataplaneLabels)) {
    return { labels: readTexts(selector.dataplaneLabels.matchLabels) };
  }
  return undefined;
}

/**
 * Whether a MeshService means a proxy (`apis/meshservice/match.go`): tags must
 * all be on one of its inbounds, and then it means the others as well; labels
 * on the proxy, where no labels mean them all. One without any inbound is never
 * meant. A global control plane adds a suffix to names, but not to display
 * names.
 */
export function meansProxy(
  selector: ServiceSelector,
  proxy: ProxyModel,
): boolean {
  if (!proxy.inbounds.some(({ kind }) => kind === 'inbound')) return false;
  if ('name' in selector) {
    return (
      selector.name !== undefined &&
      [proxy.name, proxy.displayName].includes(selector.name)
    );
  }
  if ('labels' in selector) return containsAll(proxy.labels, selector.labels);
  return (
    selector.tags.size > 0 &&
    proxy.inbounds.some(inbound => containsAll(inbound.tags, selector.tags))
  );
}

/**
 * Tells the proxies that are where a service is. A zone finds its own proxies
 * only (`topology/outbound.go`, fillLocalMeshServices); a global control plane
 * shows those of all zones beside each other.
 */
export function isInZoneOf(
  service: KumaResource,
): (proxy: ProxyModel) => boolean {
  const own = readTexts(service.labels).get(LABEL.zone);
  return proxy => {
    const other = proxy.labels.get(LABEL.zone);
    return !own || !other || own === other;
  };
}

/** Whether a port of a service leads to an inbound of a proxy that it means. */
export function leadsTo(
  port: ServicePortModel,
  inbound: InboundModel,
): boolean {
  return (
    inbound.kind === 'inbound' &&
    (port.target === inbound.port || port.target === inbound.name)
  );
}

/** Whether all wanted pairs are there. */
export function containsAll(actual: Texts, wanted: Texts): boolean {
  for (const [key, value] of wanted) {
    if (actual.get(key) !== value) return false;
  }
  return true;
}
