import { KumaResource } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ReachEntry, sameRef } from './types';
import { networkingOf, refsOf } from './withEntries';

/** Whether a Dataplane has exactly this entry; one that means the same is another. */
export function holdsEntry(
  dataplane: KumaResource,
  entry: ReachEntry,
): boolean {
  if (entry.list === 'reachableBackends') {
    return (refsOf(dataplane) ?? []).some(ref => sameRef(ref, entry.ref));
  }
  const { outbound, transparentProxying } = networkingOf(dataplane);
  if (entry.list === 'reachableServices') {
    const services = transparentProxying?.reachableServices;
    return Array.isArray(services) && services.includes(entry.tag);
  }
  if (!Array.isArray(outbound)) return false;
  return outbound.some(each => {
    const { backendRef, tags } = (each ?? {}) as {
      backendRef?: { port?: unknown };
      tags?: Record<string, string>;
    };
    if (!entry.ref) return tags?.['kuma.io/service'] === entry.tag;
    if (!backendRef) return false;
    const { port: _port, ...ref } = backendRef;
    return sameRef(ref, entry.ref);
  });
}
