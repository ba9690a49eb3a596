import {
  KumaResource,
  parseKri,
  WayOut,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ProxyOutbound } from '@airflow-kuma/backstage-plugin-airflow-kuma-node';

/** What the control plane itself says of the way out of a proxy. */
export type ToldWayOut = {
  proxy: string;
  state: 'open' | 'closed';
  /** Absent where the two agree, or ours is not known. */
  differs?: true;
};

/**
 * Holds what the control plane lists for a proxy against our own verdict. It is
 * known to overstate twice, where Envoy has no listener (measured on 2.14.3):
 * that is no difference.
 */
export function compareLayout(options: {
  dataplane: KumaResource;
  outbounds: ProxyOutbound[];
  wayOut: WayOut;
  service: KumaResource;
  /** 0 where all are meant. */
  port: number;
}): ToldWayOut | undefined {
  const { dataplane, outbounds, wayOut, service, port } = options;
  const wanted = placeOf(service.kri);
  if (wanted === undefined) return undefined;
  const isListed = outbounds.some(
    each => placeOf(each.kri) === wanted && (port === 0 || each.port === port),
  );
  const state = isListed ? 'open' : 'closed';
  const isKnown =
    isListed && wayOut.state === 'closed' && isOverstated(dataplane);
  if (isKnown) return undefined;
  const differs = wayOut.state !== 'unknown' && wayOut.state !== state;
  return { proxy: dataplane.name, state, ...(differs && { differs }) };
}

/** The service of a KRI, whatever its section. */
function placeOf(kri: string | undefined): string | undefined {
  const parsed = kri === undefined ? undefined : parseKri(kri);
  return parsed && JSON.stringify({ ...parsed, section: '' });
}

/** Everything is listed for these, and nothing of it is there. */
function isOverstated({ networking }: KumaResource): boolean {
  const { transparentProxying, outbound } = (networking ?? {}) as {
    transparentProxying?: {
      reachableServices?: unknown[];
      reachableBackends?: unknown;
    };
    outbound?: unknown[];
  };
  if (!transparentProxying) return !outbound?.length;
  const { reachableServices, reachableBackends } = transparentProxying;
  return Boolean(reachableServices?.length) && !reachableBackends;
}
