import { DataplaneModel } from './readDataplane';
import { MeshServiceModel } from './readMeshService';

const ZONE = 'kuma.io/zone';

/** The Dataplanes behind a service (kuma: meshservice/match.go). */
export function dataplanesOfService(
  service: MeshServiceModel,
  dataplanes: DataplaneModel[],
): DataplaneModel[] {
  return dataplanes.filter(
    dataplane =>
      inSameZone(service, dataplane) && isSelected(service, dataplane),
  );
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

function isSelected(
  { selector }: MeshServiceModel,
  dataplane: DataplaneModel,
): boolean {
  if (!dataplane.inbounds.some(inbound => inbound.isInbound)) return false;
  if (selector.dataplane) return selector.dataplane === dataplane.name;
  if (selector.tags) {
    // All tags on one and the same inbound.
    const tags = selector.tags;
    return (
      Object.keys(tags).length > 0 &&
      dataplane.inbounds.some(inbound => contains(inbound.tags, tags))
    );
  }
  return Boolean(
    selector.labels && contains(dataplane.labels, selector.labels),
  );
}

/** A global control plane has the Dataplanes of all zones. */
function inSameZone(
  service: MeshServiceModel,
  dataplane: DataplaneModel,
): boolean {
  const [ours, theirs] = [service.labels[ZONE], dataplane.labels[ZONE]];
  return !ours || !theirs || ours === theirs;
}

/** Whether `all` holds every pair of `some`. */
export function contains(
  all: Record<string, string>,
  some: Record<string, string>,
): boolean {
  return Object.entries(some).every(([key, value]) => all[key] === value);
}
