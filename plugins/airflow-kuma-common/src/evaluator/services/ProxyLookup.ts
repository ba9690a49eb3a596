import { InboundModel, ProxyModel } from '../mesh';
import { KumaResource } from '../types';
import { isInZoneOf, leadsTo, meansProxy, selectorOf } from './selectsProxies';
import { ServicePortModel } from './servicePorts';

/** Finds the proxies behind services without asking all for each. */
export class ProxyLookup {
  private readonly byPair = new Map<string, ProxyModel[]>();

  constructor(private readonly proxies: ProxyModel[]) {
    for (const proxy of proxies) {
      const keys = new Set<string>();
      for (const pair of proxy.labels) keys.add(keyOf('label', pair));
      for (const { tags } of proxy.inbounds) {
        for (const pair of tags) keys.add(keyOf('tag', pair));
      }
      for (const key of keys) {
        const list = this.byPair.get(key);
        if (list) list.push(proxy);
        else this.byPair.set(key, [proxy]);
      }
    }
  }

  /** Proxies that a MeshService means. */
  proxiesOf(service: KumaResource): ProxyModel[] {
    const selector = selectorOf(service);
    if (!selector) return [];
    let candidates = this.proxies;
    if (!('name' in selector)) {
      const [kind, pairs] =
        'tags' in selector
          ? (['tag', selector.tags] as const)
          : (['label', selector.labels] as const);
      for (const pair of pairs) {
        const found = this.byPair.get(keyOf(kind, pair)) ?? [];
        if (found.length < candidates.length) candidates = found;
      }
    }
    const isNear = isInZoneOf(service);
    return candidates.filter(
      proxy => isNear(proxy) && meansProxy(selector, proxy),
    );
  }

  /** Inbounds that a port of a MeshService leads to. */
  inboundsOf(service: KumaResource, port: ServicePortModel): InboundModel[] {
    return this.proxiesOf(service).flatMap(proxy =>
      proxy.inbounds.filter(inbound => leadsTo(port, inbound)),
    );
  }
}

function keyOf(kind: 'label' | 'tag', [key, value]: [string, string]): string {
  return `${kind} ${key}=${value}`;
}
