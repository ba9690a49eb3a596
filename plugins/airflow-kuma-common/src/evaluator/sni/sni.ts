import { LABEL } from '../mesh';
import {
  isRecord,
  readArray,
  readNumber,
  readString,
  readTexts,
} from '../read';
import { KumaResource } from '../types';
import { Capabilities } from '../version';
import { ServicePortModel } from '../services/servicePorts';

const SHORT_NAMES: Record<string, string> = {
  MeshService: 'msvc',
  MeshMultiZoneService: 'mzsvc',
  MeshExternalService: 'extsvc',
};

/**
 * Server name that TLS asks for when a proxy with a MeshIdentity calls a port
 * of a service. 3.0 sends what the API shows in `snis[]` (the port's name where
 * it has one); 2.14 sends the port's number there, whatever `snis[]` shows
 * (measured: rules-0044 to 0046 against k3-0044 to 0046).
 */
export function sniOf(
  service: KumaResource,
  port: ServicePortModel,
  capabilities: Capabilities,
): string {
  const shown = readArray(service.snis)
    .filter(isRecord)
    .find(item => readNumber(item.port) === port.port);
  const known = readString(shown?.sni);
  const section = capabilities.sniByPortName
    ? port.name ?? String(port.port)
    : String(port.port);
  if (known !== undefined) {
    // A zone egress tells external services apart by exactly what is shown.
    const asShown =
      capabilities.sniByPortName || service.type === 'MeshExternalService';
    return asShown
      ? known
      : [...known.split('.').slice(0, -1), section].join('.');
  }
  const labels = readTexts(service.labels);
  const zone = labels.get(LABEL.zone);
  return [
    'sni',
    SHORT_NAMES[readString(service.type) ?? ''] ?? 'msvc',
    readString(service.mesh),
    zone,
    zone && labels.get(LABEL.namespace),
    labels.get(LABEL.displayName) || readString(service.name),
    section,
  ]
    .filter(Boolean)
    .join('.');
}
