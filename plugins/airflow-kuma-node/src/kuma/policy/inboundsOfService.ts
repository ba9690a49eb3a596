import { createDataplaneLookup } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { DataplaneModel } from './readDataplane';
import { MeshServiceModel } from './readMeshService';

/** Finds the Dataplanes behind services, among those that are given. */
export function dataplanesByService(
  dataplanes: DataplaneModel[],
): (service: MeshServiceModel) => DataplaneModel[] {
  const models = new Map(dataplanes.map(model => [model.resource, model]));
  const lookup = createDataplaneLookup([...models.keys()]);
  return service =>
    lookup(service.resource).map(resource => models.get(resource)!);
}

/** The inbounds of a Dataplane that one port of a service leads to. */
export function inboundsOfPort(
  service: MeshServiceModel,
  port: number,
  dataplane: DataplaneModel,
): DataplaneModel['inbounds'] {
  const targets = service.ports
    .filter(entry => entry.port === port)
    .map(entry => entry.targetPort);
  return dataplane.inbounds.filter(
    inbound =>
      inbound.isInbound &&
      targets.some(target =>
        typeof target === 'number'
          ? inbound.port === target
          : inbound.name === target,
      ),
  );
}

/** Whether `all` holds every pair of `some`. */
export function contains(
  all: Record<string, string>,
  some: Record<string, string>,
): boolean {
  return Object.entries(some).every(([key, value]) => all[key] === value);
}
