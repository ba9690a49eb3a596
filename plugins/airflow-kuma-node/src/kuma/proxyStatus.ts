import { RawProxy } from './types';

/**
 * Whether a proxy is there, as the control plane itself counts it
 * (kumahq/kuma, dataplane_overview_helpers.go): connected, and its listeners
 * ready. A proxy without listeners, such as a delegated gateway, only has to
 * be connected.
 */
export function proxyStatus(proxy: {
  connected: boolean;
  listeners: { state?: string; health?: { ready?: boolean | null } | null }[];
}): RawProxy['status'] {
  if (!proxy.connected) return 'offline';
  const ready = proxy.listeners.filter(
    ({ state, health }) => state !== 'NotReady' && health?.ready !== false,
  );
  if (ready.length === proxy.listeners.length) return 'online';
  return ready.length === 0 ? 'offline' : 'partially-degraded';
}
