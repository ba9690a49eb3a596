import { kri } from './format';
import type { KumaState } from './KumaState';
import { hasLabels } from './labels';
import { Resource } from './types';

type Reference = { kind: string; name?: string; labels?: object };

/** Whether a mesh is one whose proxies have a `_layout` (measured). */
export function listsOutbounds(state: KumaState, mesh?: Resource): boolean {
  return (
    state.version.startsWith('3.') || mesh?.meshServices?.mode === 'Exclusive'
  );
}

/** `_layout` of a proxy: what it takes, and what its lists let it out to. */
export function layoutOf(state: KumaState, proxy: Resource): unknown {
  const mesh = proxy.mesh ?? '';
  const workload = proxy.labels?.['kuma.io/workload'];
  const place = state.place(mesh);
  return {
    inbounds: proxy.networking.inbound.map(
      (inbound: { name?: string; port: number; protocol: string }) => {
        const section = inbound.name ?? String(inbound.port);
        return {
          kri: kri('dp', { ...place, name: proxy.name, section }),
          port: inbound.port,
          protocol: inbound.protocol,
          proxyResourceName: `self_inbound_dp_${section}`,
        };
      },
    ),
    kri: proxy.kri,
    labels: proxy.labels,
    listeners: [],
    outbounds: [
      ...reached(state, proxy, 'MeshService').flatMap(service =>
        service.spec.ports.map(
          (port: { name?: string; port: number; appProtocol: string }) => ({
            ...named('msvc', {
              ...place,
              name: service.name,
              section: port.name ?? String(port.port),
            }),
            port: port.port,
            protocol: port.appProtocol,
          }),
        ),
      ),
      ...reached(state, proxy, 'MeshExternalService').map(
        ({ name, spec: { match } }) => ({
          ...named('extsvc', { ...place, name, section: String(match.port) }),
          port: match.port,
          protocol: match.protocol,
        }),
      ),
    ],
    ...(workload &&
      state.issuer(mesh).identity && {
        spiffeId: `spiffe://${mesh}.${state.zone}.mesh.local/workload/${workload}`,
      }),
  };
}

function named(type: string, place: Parameters<typeof kri>[1]) {
  const name = kri(type, place);
  return { kri: name, proxyResourceName: name };
}

/** Without a list all of a kind; the demo's services lie in one zone. */
function reached(state: KumaState, proxy: Resource, kind: string): Resource[] {
  const refs: Reference[] | undefined =
    proxy.networking.transparentProxying?.reachableBackends?.refs;
  return state.store
    .list(kind, proxy.mesh)
    .filter(
      service =>
        refs === undefined ||
        refs.some(
          ref =>
            ref.kind === kind &&
            (ref.labels
              ? hasLabels(service.labels, ref.labels as Record<string, string>)
              : ref.name === service.name),
        ),
    );
}
