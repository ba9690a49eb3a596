import { InboundModel, LABEL, ProxyModel } from '../mesh';
import { compareTexts } from '../policies';
import { readArray, readRecord, readString } from '../read';
import { MeshSnapshot, ProxyIdentity } from '../types';
import { Capabilities } from '../version';
import { notReadyReason, selectIdentity } from './selectIdentity';
import { spiffeIdOf } from './spiffeId';

/** What a proxy shows as its certificate. */
export function identityOfProxy(
  snapshot: MeshSnapshot,
  capabilities: Capabilities,
  proxy: ProxyModel,
): ProxyIdentity {
  const workload = capabilities.meshIdentity
    ? workloadIdentity(snapshot, proxy)
    : undefined;
  if (workload?.kind === 'mesh-identity') return workload;
  const backend = capabilities.legacy ? enabledBackend(snapshot) : undefined;
  if (backend) {
    return {
      dataplane: proxy.name,
      uriSans: legacyUriSans(proxy),
      issuer: backend.name,
      kind: 'mesh-ca',
    };
  }
  return (
    workload ?? {
      dataplane: proxy.name,
      uriSans: [],
      kind: 'none',
      reason: capabilities.meshIdentity
        ? `No MeshIdentity selects ${proxy.name}`
        : 'The mesh has no enabled mTLS backend',
    }
  );
}

function workloadIdentity(
  snapshot: MeshSnapshot,
  proxy: ProxyModel,
): ProxyIdentity | undefined {
  const identity = selectIdentity(snapshot.meshIdentities, proxy);
  if (!identity) return undefined;
  const issuer = readString(identity.kri) ?? readString(identity.name);
  const none = (reason: string): ProxyIdentity => ({
    dataplane: proxy.name,
    uriSans: [],
    issuer,
    kind: 'none',
    reason,
  });
  const reason = notReadyReason(identity);
  if (reason !== undefined) return none(reason);
  const rendered = spiffeIdOf(identity, proxy, isKubernetes(snapshot, proxy));
  if ('error' in rendered) {
    const found = none(
      `MeshIdentity ${identity.name} gives ${proxy.name} no identity: ${rendered.error}`,
    );
    // Kuma says that it is ready, so there is an identity: we do not know which.
    return rendered.unread ? { ...found, kind: 'mesh-identity' } : found;
  }
  return {
    dataplane: proxy.name,
    uriSans: [rendered.spiffeId],
    issuer,
    kind: 'mesh-identity',
  };
}

/** Whether the zone of a proxy runs on Kubernetes; its label knows best. */
export function isKubernetes(
  snapshot: MeshSnapshot,
  proxy: ProxyModel,
): boolean {
  const environment = proxy.labels.get('kuma.io/env');
  if (environment) return environment === 'kubernetes';
  return snapshot.kubernetes === true || proxy.labels.has(LABEL.namespace);
}

/** The CA backend of `Mesh.mtls` that is switched on. */
export function enabledBackend(
  snapshot: MeshSnapshot,
): { name: string; permissive: boolean } | undefined {
  const mtls = readRecord(readRecord(snapshot.mesh).mtls);
  const name = readString(mtls.enabledBackend);
  if (name === undefined) return undefined;
  const backend = readArray(mtls.backends)
    .map(readRecord)
    .find(candidate => candidate.name === name);
  return {
    name,
    permissive: readString(backend?.mode)?.toUpperCase() === 'PERMISSIVE',
  };
}

/**
 * URI SANs of a certificate of the mesh's CA: one SPIFFE ID for each service
 * of the proxy, then each tag (`pkg/core/ca/issuer/issuer.go`), sorted.
 */
function legacyUriSans(proxy: ProxyModel): string[] {
  const tags = new Map<string, Set<string>>();
  const sets = proxy.inbounds.map((inbound: InboundModel) => inbound.tags);
  if (proxy.gateway) sets.push(proxy.gateway.tags);
  for (const set of sets) {
    for (const [key, value] of set) {
      tags.set(key, (tags.get(key) ?? new Set()).add(value));
    }
  }
  const sorted = (values: Iterable<string>) => [...values].sort(compareTexts);
  const uriSans = sorted(tags.get(LABEL.service) ?? []).map(
    service => `spiffe://${proxy.mesh ?? ''}/${service}`,
  );
  for (const key of sorted(tags.keys())) {
    for (const value of sorted(tags.get(key)!)) {
      uriSans.push(`kuma://${key}/${value}`);
    }
  }
  return uriSans;
}
