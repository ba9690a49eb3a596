import {
  KumaResource,
  ServicePort,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { list, number, record, text } from './json';

/** Kuma's default where a port names no protocol. */
const DEFAULT_PROTOCOL = 'tcp';

/** Ports of a MeshService or MeshMultiZoneService. */
export function servicePorts(resource: KumaResource): ServicePort[] {
  return list(record(resource.spec).ports).flatMap(value => {
    const { name, port, targetPort, appProtocol } = record(value);
    const portNumber = number(port);
    if (portNumber === undefined) return [];
    return [
      {
        name: text(name),
        port: portNumber,
        targetPort: number(targetPort) ?? text(targetPort),
        protocol: text(appProtocol) ?? DEFAULT_PROTOCOL,
      },
    ];
  });
}

/** The port of a MeshExternalService. */
export function externalPorts(resource: KumaResource): ServicePort[] {
  const match = record(record(resource.spec).match);
  const port = number(match.port);
  return port === undefined
    ? []
    : [{ port, protocol: text(match.protocol) ?? DEFAULT_PROTOCOL }];
}

/** Ports of the inbounds that carry a `kuma.io/service` tag value. */
export function inboundPorts(
  inbounds: Record<string, unknown>[],
): ServicePort[] {
  const byPort = new Map<number, ServicePort>();
  for (const inbound of inbounds) {
    const port = number(inbound.port);
    if (port === undefined || byPort.has(port)) continue;
    const protocol =
      text(record(inbound.tags)['kuma.io/protocol']) ?? text(inbound.protocol);
    byPort.set(port, {
      name: text(inbound.name),
      port,
      protocol: protocol ?? DEFAULT_PROTOCOL,
    });
  }
  return [...byPort.values()].sort((a, b) => a.port - b.port);
}
