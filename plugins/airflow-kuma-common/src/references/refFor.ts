import { LABEL } from '../evaluator/mesh';
import { readArray, readTexts } from '../evaluator/read';
import {
  DestinationServicePort,
  KumaResource,
  MeshSnapshot,
} from '../evaluator/types';
import { LabelIndex } from './LabelIndex';

/**
 * A reference as `reachableBackends` and `outbound` take it.
 * @public
 */
export type BackendReference = {
  kind: string;
  labels?: Record<string, string>;
  name?: string;
  namespace?: string;
};

/** Lists are indexed once: the same mesh is asked about many services. */
const INDEXES = new WeakMap<object, LabelIndex>();

/**
 * The resources of one kind, as the control plane tells them; none of a tag.
 * @public
 */
export function servicesOfKind(
  services: Pick<
    MeshSnapshot,
    'meshServices' | 'meshExternalServices' | 'meshMultiZoneServices'
  >,
  kind: DestinationServicePort['kind'],
): KumaResource[] {
  switch (kind) {
    case 'MeshService':
      return services.meshServices;
    case 'MeshExternalService':
      return services.meshExternalServices;
    case 'MeshMultiZoneService':
      return services.meshMultiZoneServices;
    default:
      return [];
  }
}

/** Labels that single a service out, as 2.14 and 3.0 both take them. */
export function labelsFor(
  services: Pick<
    MeshSnapshot,
    'meshServices' | 'meshExternalServices' | 'meshMultiZoneServices'
  >,
  { kind, name }: Pick<DestinationServicePort, 'kind' | 'name'>,
): Record<string, string> | undefined {
  const list = readArray(servicesOfKind(services, kind));
  let index = INDEXES.get(list);
  if (!index) {
    index = new LabelIndex(list);
    INDEXES.set(list, index);
  }
  return index.single(name);
}

/**
 * A reference to a service which finds that service and nothing else: by
 * labels, which 2.14 and 3.0 both take, else by name, which only 2.x takes.
 * No port: one that the service lacks would mean all of them (measured).
 * @public
 */
export function refFor(
  services: Pick<
    MeshSnapshot,
    'meshServices' | 'meshExternalServices' | 'meshMultiZoneServices'
  >,
  { kind, name }: Pick<DestinationServicePort, 'kind' | 'name'>,
): { ref: BackendReference; note?: string } | undefined {
  const service = servicesOfKind(services, kind).find(
    each => each.name === name,
  );
  if (!service) return undefined;
  const labels = labelsFor(services, { kind, name });
  if (labels) return { ref: { kind, labels } };
  const own = readTexts(service.labels);
  const namespace = own.get(LABEL.namespace);
  return {
    ref: {
      kind,
      name: own.get(LABEL.displayName) ?? service.name,
      ...(namespace && { namespace }),
    },
    note: `No labels single out ${kind} ${service.name}, so it is named; Kuma 3.0 takes references by labels only. Give it a label of its own before then.`,
  };
}
