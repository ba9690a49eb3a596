import { KumaResource } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { Listing } from '../../http/types';
import { readEach } from '../readEach';
import { toProxy } from '../toProxy';
import { toZone } from '../toZone';
import { RawProxy, RawZone } from '../types';
import { asOverview } from './asOverview';

/**
 * Proxies with what the control plane saw of them, where it tells that in a
 * list of its own (`DataplaneInsight`).
 * @public
 */
export function withProxyInsights(
  proxies: Listing<RawProxy>,
  insights: Listing<KumaResource>,
): Listing<RawProxy> {
  const insightOf = lookUp(insights);
  const rows = proxies.rows.map(({ resource }) =>
    asOverview('dataplane', resource, insightOf(resource)),
  );
  return readEach({ ...proxies, rows }, toProxy);
}

/**
 * Zones with what the control plane saw of them, where it tells that in a list
 * of its own (`ZoneInsight`).
 * @public
 */
export function withZoneInsights(
  zones: Listing<RawZone>,
  insights: Listing<KumaResource>,
): Listing<RawZone> {
  const insightOf = lookUp(insights);
  const rows = zones.rows.map(({ name, enabled }) => {
    const zone = { type: 'Zone', name, enabled };
    return asOverview('zone', zone, insightOf(zone));
  });
  return readEach({ ...zones, rows }, toZone);
}

/** One that a whole list lacks is none; one that another lacks is not told. */
function lookUp({ rows, skipped, doubt }: Listing<KumaResource>) {
  const keyOf = ({ mesh, name }: KumaResource) => JSON.stringify([mesh, name]);
  const byKey = new Map(rows.map(row => [keyOf(row), row]));
  const missing = skipped.length > 0 || doubt ? null : undefined;
  return (resource: KumaResource) => byKey.get(keyOf(resource)) ?? missing;
}
