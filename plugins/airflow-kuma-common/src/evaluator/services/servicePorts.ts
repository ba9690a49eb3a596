import { readArray, readNumber, readRecord, readString } from '../read';
import { KumaResource } from '../types';

/** A port of a service, and the inbound that it leads to. */
export type ServicePortModel = {
  name?: string;
  port: number;
  /** Port or name of an inbound. */
  target: number | string;
};

/** Ports of a MeshService or MeshMultiZoneService; without a number: none. */
export function servicePorts(service: KumaResource): ServicePortModel[] {
  const ports: ServicePortModel[] = [];
  for (const value of readArray(readRecord(service.spec).ports)) {
    const item = readRecord(value);
    const port = readNumber(item.port);
    if (port === undefined) continue;
    ports.push({
      name: readString(item.name),
      port,
      target:
        readNumber(item.targetPort) ?? readString(item.targetPort) ?? port,
    });
  }
  return ports;
}
