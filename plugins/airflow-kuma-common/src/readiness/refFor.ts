import { LABEL } from '../evaluator/mesh';
import { readArray, readTexts } from '../evaluator/read';
import {
  DestinationServicePort,
  KumaResource,
  MeshSnapshot,
} from '../evaluator/types';
import { createEvaluator } from '../evaluator/createEvaluator';
import { withRefs } from './withRefs';
import { ReachableBackendRef } from './types';

/** With these a display name is one resource. */
const PLACE = [LABEL.namespace, LABEL.zone];
/** Labels that Kuma or Kubernetes set: nothing to find a service by. */
const COMPUTED = /kuma\.io\//;

/**
 * The reference by labels that opens the way to a service and to no other, as
 * 3.0 takes it; `undefined` where no labels single it out. Only what the
 * evaluator then calls open counts.
 */
export function refFor(
  after: MeshSnapshot,
  dataplane: KumaResource,
  destination: DestinationServicePort,
): ReachableBackendRef | undefined {
  const services = servicesOf(after, destination.kind);
  const service = services.find(({ name }) => name === destination.name);
  if (!service) return undefined;
  return labelSets(service)
    .filter(
      labels => services.filter(each => hasAll(each, labels)).length === 1,
    )
    .map(labels => ({ kind: destination.kind, labels }))
    .find(ref => opens(after, withRefs(dataplane, [ref]), destination));
}

function opens(
  after: MeshSnapshot,
  dataplane: KumaResource,
  { kind, name }: DestinationServicePort,
): boolean {
  const evaluator = createEvaluator({
    ...after,
    dataplanes: [dataplane],
    meshTrafficPermissions: [],
  });
  return evaluator.wayOut(dataplane.name, { kind, name }).state === 'open';
}

function servicesOf(
  snapshot: MeshSnapshot,
  kind: DestinationServicePort['kind'],
): KumaResource[] {
  switch (kind) {
    case 'MeshService':
      return readArray(snapshot.meshServices) as KumaResource[];
    case 'MeshExternalService':
      return readArray(snapshot.meshExternalServices) as KumaResource[];
    case 'MeshMultiZoneService':
      return readArray(snapshot.meshMultiZoneServices) as KumaResource[];
    default:
      return [];
  }
}

/** Sets of labels to try, the most telling first. */
function labelSets(service: KumaResource): Record<string, string>[] {
  const labels = readTexts(service.labels);
  const pick = (keys: Iterable<string>) =>
    Object.fromEntries(
      [...keys].flatMap(key => {
        const value = labels.get(key);
        return value ? [[key, value]] : [];
      }),
    );
  const place = pick(PLACE);
  const own = [...labels]
    .map(([key]) => key)
    .filter(key => !COMPUTED.test(key));
  return [
    ...(labels.has(LABEL.displayName)
      ? [{ ...pick([LABEL.displayName]), ...place }]
      : []),
    ...own.sort().map(key => ({ ...pick([key]), ...place })),
    ...(own.length > 1 ? [{ ...pick(own), ...place }] : []),
  ];
}

function hasAll(
  service: KumaResource,
  wanted: Record<string, string>,
): boolean {
  const labels = readTexts(service.labels);
  return Object.entries(wanted).every(
    ([key, value]) => labels.get(key) === value,
  );
}
