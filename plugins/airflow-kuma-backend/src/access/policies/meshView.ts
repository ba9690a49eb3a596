import {
  DestinationInbound,
  Evaluator,
  KumaResource,
  MeshSnapshot,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/** An inbound of a Dataplane, with what selectors look at. */
export type InboundView = {
  dataplane: string;
  /** Name, or the port as text where it has none. */
  section: string;
  named: boolean;
  /** Address and port: inbounds that share them are one listener of Envoy. */
  listener: string;
  tags: Record<string, string>;
  labels: Record<string, string>;
};

/** What planning needs to know of one mesh. */
export type MeshView = {
  snapshot: MeshSnapshot;
  evaluator: Evaluator;
  inbounds: InboundView[];
  /** Distinct certificates of the mesh, by `identityKey`. */
  identities: Map<
    string,
    { uriSans: string[]; legacy: boolean; dataplanes: string[] }
  >;
};

type RawInbound = {
  name?: string;
  address?: string;
  port?: number;
  tags?: Record<string, string>;
};

export function meshView(
  snapshot: MeshSnapshot,
  evaluator: Evaluator,
): MeshView {
  const identities: MeshView['identities'] = new Map();
  for (const { name } of snapshot.dataplanes) {
    const identity = evaluator.identityOf(name);
    if (identity.uriSans.length === 0) continue;
    const key = identityKey(identity.uriSans);
    const known = identities.get(key);
    if (known) known.dataplanes.push(name);
    else {
      identities.set(key, {
        uriSans: identity.uriSans,
        legacy: identity.kind === 'mesh-ca',
        dataplanes: [name],
      });
    }
  }
  return {
    snapshot,
    evaluator,
    inbounds: snapshot.dataplanes.flatMap(inboundsOf),
    identities,
  };
}

/** The same certificate, whatever the order of its names. */
export function identityKey(uriSans: string[]): string {
  return [...uriSans].sort().join(' ');
}

export function sameInbound(
  view: InboundView,
  destination: DestinationInbound,
): boolean {
  return (
    view.dataplane === destination.dataplane &&
    view.section === destination.inbound &&
    (destination.address === undefined ||
      view.listener.startsWith(`${destination.address}:`))
  );
}

/**
 * The inbounds of these destinations, with those that share a listener with
 * one: whatever selects one of them applies to all (measured on 2.14.3).
 */
export function inboundsBehind(
  view: MeshView,
  destinations: DestinationInbound[],
): InboundView[] {
  const listenerOf = ({ dataplane, listener }: InboundView) =>
    JSON.stringify([dataplane, listener]);
  const listeners = new Set(
    view.inbounds
      .filter(inbound => destinations.some(each => sameInbound(inbound, each)))
      .map(listenerOf),
  );
  return view.inbounds.filter(inbound => listeners.has(listenerOf(inbound)));
}

function inboundsOf(dataplane: KumaResource): InboundView[] {
  const networking = dataplane.networking as
    | { address?: string; inbound?: RawInbound[] }
    | undefined;
  return (networking?.inbound ?? []).map(inbound => ({
    dataplane: dataplane.name,
    section: inbound.name || String(inbound.port),
    named: Boolean(inbound.name),
    listener: `${inbound.address || networking?.address}:${inbound.port}`,
    tags: inbound.tags ?? {},
    labels: dataplane.labels ?? {},
  }));
}
