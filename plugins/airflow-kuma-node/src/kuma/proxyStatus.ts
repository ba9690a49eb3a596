import { RawProxy } from './types';

/**
 * Whether a proxy is there, as the control plane itself counts it
 * (kumahq/kuma, dataplane_overview_helpers.go): connected, and its listeners
 * ready. A proxy without listeners, such as a delegated gateway, only has to
 * be connected. An ignored inbound takes no part (Kubernetes: its Service
 * does not select the pod any more), so it heals no proxy either.
 */
export function proxyStatus(proxy: {
  connected: boolean;
  listeners: { state?: string; health?: { ready?: boolean | null } | null }[];
}): RawProxy['status'] {
  if (!proxy.connected) return 'offline';
  const listeners = proxy.listeners.filter(({ state }) => state !== 'Ignored');
  const ready = listeners.filter(
    ({ state, health }) => state !== 'NotReady' && health?.ready !== false,
  );
  if (ready.length === listeners.length) return 'online';
  return ready.length === 0 ? 'offline' : 'partially-degraded';
}
