import {
  readArray,
  readNumber,
  readRecord,
  readString,
  readTexts,
  Texts,
} from '../read';
import { KumaResource } from '../types';

/** Labels that Kuma gives a meaning. */
export const LABEL = {
  displayName: 'kuma.io/display-name',
  effect: 'kuma.io/effect',
  managedBy: 'kuma.io/managed-by',
  namespace: 'k8s.kuma.io/namespace',
  origin: 'kuma.io/origin',
  role: 'kuma.io/policy-role',
  service: 'kuma.io/service',
  serviceAccount: 'k8s.kuma.io/service-account',
  workload: 'kuma.io/workload',
  zone: 'kuma.io/zone',
} as const;

/**
 * An inbound, or (`zone-egress`, `zone-ingress`) a listener of a zone proxy
 * that is a Dataplane.
 */
export type InboundModel = {
  proxy: ProxyModel;
  kind: 'inbound' | 'zone-egress' | 'zone-ingress';
  /** Name, or the port as text where it has none: what `sectionName` names. */
  section: string;
  name?: string;
  port?: number;
  /** Its own address, or the proxy's. */
  address?: string;
  /** Address and port of the application behind it, as Kuma tells interfaces apart. */
  workload: string;
  tags: Texts;
};

/** A Dataplane, read once. */
export type ProxyModel = {
  name: string;
  kri?: string;
  mesh?: string;
  labels: Texts;
  displayName: string;
  inbounds: InboundModel[];
  gateway?: { builtin: boolean; tags: Texts };
};

/** Reads a Dataplane as the API returns it; also a DataplaneOverview's part. */
export function readProxy(resource: KumaResource): ProxyModel {
  const networking = readRecord(resource.networking);
  const labels = readTexts(resource.labels);
  const name = readString(resource.name) ?? '';
  const proxy: ProxyModel = {
    name,
    kri: readString(resource.kri),
    mesh: readString(resource.mesh),
    labels,
    displayName: labels.get(LABEL.displayName) || name,
    inbounds: [],
  };
  for (const value of readArray(networking.inbound)) {
    const inbound = readRecord(value);
    // Its Service does not select the pod any more: it takes no part.
    if (inbound.state === 'Ignored') continue;
    proxy.inbounds.push(
      readInbound(proxy, inbound, 'inbound', readString(networking.address)),
    );
  }
  for (const value of readArray(networking.listeners)) {
    const listener = readRecord(value);
    const kind = /ingress/i.test(readString(listener.type) ?? '')
      ? 'zone-ingress'
      : 'zone-egress';
    proxy.inbounds.push(
      readInbound(proxy, listener, kind, readString(networking.address)),
    );
  }
  if (networking.gateway !== undefined && networking.gateway !== null) {
    const gateway = readRecord(networking.gateway);
    proxy.gateway = {
      builtin: readString(gateway.type)?.toUpperCase() === 'BUILTIN',
      tags: readTexts(gateway.tags),
    };
  }
  return proxy;
}

/**
 * The inbounds that are one listener with this one, itself among them: Kuma
 * keys a listener by address and port, so two inbounds on one port (on
 * Kubernetes a regular and a headless Service over one pod port) are one.
 */
export function listenerOf(inbound: InboundModel): InboundModel[] {
  return inbound.proxy.inbounds.filter(
    other =>
      other === inbound ||
      (other.kind === inbound.kind &&
        other.port !== undefined &&
        other.port === inbound.port &&
        other.address === inbound.address),
  );
}

/** How others name an inbound; its address only where its name is not enough. */
export function destinationOf(inbound: InboundModel): {
  dataplane: string;
  inbound: string;
  address?: string;
} {
  const { proxy, section, address } = inbound;
  const isOne = proxy.inbounds.every(
    other => other.section !== section || other.address === address,
  );
  return {
    dataplane: proxy.name,
    inbound: section,
    ...(!isOne && address !== undefined && { address }),
  };
}

function readInbound(
  proxy: ProxyModel,
  inbound: Record<string, unknown>,
  kind: InboundModel['kind'],
  proxyAddress: string | undefined,
): InboundModel {
  const port = readNumber(inbound.port);
  const name = readString(inbound.name);
  const address = readString(inbound.address) ?? proxyAddress;
  return {
    proxy,
    kind,
    section: name ?? (port === undefined ? '' : String(port)),
    name,
    port,
    address,
    workload: `${readString(inbound.serviceAddress) ?? address}:${
      readNumber(inbound.servicePort) ?? port
    }`,
    tags: readTexts(inbound.tags),
  };
}
