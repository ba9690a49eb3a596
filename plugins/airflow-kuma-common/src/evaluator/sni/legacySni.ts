import { LABEL } from '../mesh';
import { readString, readTexts } from '../read';
import { KumaResource } from '../types';
import { ServicePortModel } from '../services/servicePorts';

const FNV_OFFSET = 0xcbf29ce484222325n;
const FNV_PRIME = 0x100000001b3n;
const LABEL_LIMIT = 62;

/**
 * Whether a certificate is one of the mesh's CA: those carry tags as URI SANs.
 * Its owner asks for services by the older kind of SNI.
 */
export function isLegacyCertificate(uriSans: readonly string[]): boolean {
  return uriSans.some(
    uriSan => typeof uriSan === 'string' && uriSan.startsWith('kuma://'),
  );
}

/**
 * Server name that TLS asks for when a proxy without a MeshIdentity calls a
 * MeshService, e.g. `a4c5337fd3dc87db7.payments.80.mixed.ms` (SNIForResource in
 * `pkg/xds/envoy/tls/sni.go`; seen in mixed-0044).
 */
export function legacySniOf(
  service: KumaResource,
  port: ServicePortModel,
): string {
  const labels = readTexts(service.labels);
  const namespace = labels.get(LABEL.namespace);
  const own = labels.get(LABEL.displayName) || readString(service.name) || '';
  const name = namespace ? `${own}.${namespace}` : own;
  const mesh = readString(service.mesh) ?? '';
  const hash = fnv1a(`${name};${mesh};`).toString(16).padStart(16, '0');
  return `a${hash}.${cut(name)}.${port.port}.${cut(mesh)}.ms`;
}

function cut(text: string): string {
  return text.length > LABEL_LIMIT ? `${text.slice(0, LABEL_LIMIT)}x` : text;
}

function fnv1a(text: string): bigint {
  let hash = FNV_OFFSET;
  for (const byte of new TextEncoder().encode(text)) {
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * FNV_PRIME);
  }
  return hash;
}
