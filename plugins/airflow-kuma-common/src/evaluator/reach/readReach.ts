import {
  isRecord,
  readArray,
  readNumber,
  readRecord,
  readString,
  readTexts,
  Texts,
} from '../read';
import { KumaResource } from '../types';

/** What a reference points at: a resource by name, or all with some labels. */
export type BackendRef = {
  kind: string;
  name?: string;
  namespace?: string;
  labels: Texts;
  port?: number;
};

/** Where a Dataplane lets its application go. */
export type ReachSettings = {
  transparent: boolean;
  /** `networking.outbound`; only these where nothing is transparent. */
  outbounds: { backend?: BackendRef; tag?: string }[];
  /** `reachableServices`; absent where empty, which narrows nothing (measured). */
  services?: ReadonlySet<string>;
  /** `reachableBackends.refs`; empty closes, absent narrows nothing. */
  backends?: BackendRef[];
};

/** Reads where a Dataplane lets its application go; what it does not know it leaves out. */
export function readReach(dataplane: KumaResource): ReachSettings {
  const networking = readRecord(dataplane.networking);
  const transparent = isRecord(networking.transparentProxying);
  const settings = readRecord(networking.transparentProxying);
  const services = readArray(settings.reachableServices).filter(
    (name): name is string => typeof name === 'string',
  );
  const backends = isRecord(settings.reachableBackends)
    ? readArray(settings.reachableBackends.refs).map(readRef)
    : undefined;
  return {
    transparent,
    outbounds: readArray(networking.outbound).map(value => {
      const outbound = readRecord(value);
      const tag =
        readTexts(outbound.tags).get('kuma.io/service') ??
        readString(outbound.service);
      return isRecord(outbound.backendRef)
        ? { backend: readRef(outbound.backendRef) }
        : { ...(tag && { tag }) };
    }),
    ...(services.length > 0 && { services: new Set(services) }),
    ...(backends && { backends }),
  };
}

function readRef(value: unknown): BackendRef {
  const ref = readRecord(value);
  return {
    kind: readString(ref.kind) ?? '',
    name: readString(ref.name),
    namespace: readString(ref.namespace),
    labels: readTexts(ref.labels),
    port: readNumber(ref.port),
  };
}
