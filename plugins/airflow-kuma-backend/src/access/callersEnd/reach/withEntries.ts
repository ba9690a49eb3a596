import { KumaResource } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ReachEntry, sameRef } from './types';

type Networking = {
  outbound?: unknown[];
  transparentProxying?: {
    reachableServices?: string[];
    reachableBackends?: { refs?: unknown[] };
    [field: string]: unknown;
  };
  [field: string]: unknown;
};

/** Where a Dataplane's own settings let it go, as it was read. */
export function networkingOf(dataplane: KumaResource): Networking {
  const { networking } = dataplane;
  return isMap(networking) ? (networking as Networking) : {};
}

/** Whether traffic of the application is led through the proxy. */
export function isTransparent(dataplane: KumaResource): boolean {
  return isMap(networkingOf(dataplane).transparentProxying);
}

/** The references that a Dataplane has; those of kinds we do not know among them. */
export function refsOf(dataplane: KumaResource): unknown[] | undefined {
  const backends =
    networkingOf(dataplane).transparentProxying?.reachableBackends;
  if (!isMap(backends)) return undefined;
  const { refs } = backends as { refs?: unknown };
  return Array.isArray(refs) ? refs : [];
}

/** A Dataplane with what it lacked; what it had stays. */
export function withEntries(
  dataplane: KumaResource,
  entries: ReachEntry[],
): KumaResource {
  const networking = structuredClone(networkingOf(dataplane));
  for (const entry of entries) {
    if (entry.list === 'outbound') {
      const { port, ref, tag } = entry;
      networking.outbound = [
        ...(networking.outbound ?? []),
        ref
          ? { port, backendRef: { ...ref, port } }
          : { port, tags: { 'kuma.io/service': tag } },
      ];
      continue;
    }
    const transparent = networking.transparentProxying ?? {};
    networking.transparentProxying = transparent;
    if (entry.list === 'reachableServices') {
      transparent.reachableServices = [
        ...new Set([...(transparent.reachableServices ?? []), entry.tag]),
      ];
      continue;
    }
    const refs = refsOf({ ...dataplane, networking }) ?? [];
    if (refs.some(ref => sameRef(ref, entry.ref))) continue;
    transparent.reachableBackends = { refs: [...refs, entry.ref] };
  }
  return { ...dataplane, networking };
}

function isMap(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
