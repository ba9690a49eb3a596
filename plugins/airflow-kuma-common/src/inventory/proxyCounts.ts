import { Proxy, ProxyCounts } from './kuma';

/**
 * Counts proxies by whether they are connected.
 * @public
 */
export function countProxies(proxies: Pick<Proxy, 'status'>[]): ProxyCounts {
  const untold = proxies.filter(({ status }) => status === 'unknown').length;
  const offline = proxies.filter(({ status }) => status === 'offline').length;
  return {
    total: proxies.length,
    online: proxies.length - offline - untold,
    ...(untold > 0 && { unknown: untold }),
  };
}

/**
 * How many proxies are connected, in words, e.g. `2 of 3 online`.
 * @public
 */
export function proxyCountWords(counts: ProxyCounts): string {
  const { total, online, unknown = 0 } = counts;
  if (unknown === 0) return `${online} of ${total} online`;
  if (unknown === total) return `${total}, not told whether online`;
  return `${online} of ${total} online, ${unknown} not told`;
}

/**
 * Whether all proxies are known to be away.
 * @public
 */
export function areOffline(counts: ProxyCounts): boolean {
  const { total, online, unknown = 0 } = counts;
  return total > 0 && online + unknown === 0;
}
