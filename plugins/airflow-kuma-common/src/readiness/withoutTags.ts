import { LABEL } from '../evaluator/mesh';
import { isRecord, readArray, readRecord, readTexts } from '../evaluator/read';
import { KumaResource, MeshSnapshot } from '../evaluator/types';

/**
 * A mesh without the tags of inbounds. A MeshService that the control plane
 * generates is then generated for a workload (recorded of 3.0), on Kubernetes
 * by the labels of its Service; one that people made by tags selects nothing.
 */
export function withoutTags(snapshot: MeshSnapshot): MeshSnapshot {
  const { mesh } = snapshot;
  const dataplanes = mapped(snapshot.dataplanes, untagged);
  const meshServices = mapped(snapshot.meshServices, selectingByLabels);
  const meshServicesOf = readRecord(readRecord(mesh).meshServices);
  const isSame =
    dataplanes === snapshot.dataplanes &&
    meshServices === snapshot.meshServices &&
    meshServicesOf.mode === 'Exclusive';
  if (isSame) return snapshot;
  return {
    ...snapshot,
    mesh: { ...mesh, meshServices: { ...meshServicesOf, mode: 'Exclusive' } },
    dataplanes,
    meshServices,
  };
}

function mapped(
  resources: KumaResource[],
  change: (resource: KumaResource) => KumaResource,
): KumaResource[] {
  const all = readArray(resources).filter(isRecord) as KumaResource[];
  const changed = all.map(change);
  return changed.some((each, index) => each !== all[index])
    ? changed
    : resources;
}

function untagged(dataplane: KumaResource): KumaResource {
  const networking = readRecord(dataplane.networking);
  const inbound = readArray(networking.inbound);
  const outbound = readArray(networking.outbound);
  const isByTag = (value: unknown) => !isRecord(readRecord(value).backendRef);
  const hasTags =
    inbound.some(value => 'tags' in readRecord(value)) ||
    outbound.some(isByTag);
  if (!hasTags) return dataplane;
  return {
    ...dataplane,
    networking: {
      ...networking,
      inbound: inbound.map(value => {
        const { tags: _, ...rest } = readRecord(value);
        return rest;
      }),
      ...(outbound.length > 0 && {
        outbound: outbound.filter(value => !isByTag(value)),
      }),
    },
  };
}

function selectingByLabels(service: KumaResource): KumaResource {
  const spec = readRecord(service.spec);
  const selector = readRecord(spec.selector);
  const { dataplaneTags, ...others } = selector;
  // A Dataplane by name comes before tags, which then mean nothing.
  if (!isRecord(dataplaneTags) || isRecord(others.dataplaneRef)) return service;
  const matchLabels = generatedLabels(service, dataplaneTags);
  return {
    ...service,
    spec: {
      ...spec,
      selector: {
        ...others,
        ...(matchLabels && { dataplaneLabels: { matchLabels } }),
      },
    },
  };
}

function generatedLabels(
  service: KumaResource,
  dataplaneTags: Record<string, unknown>,
): Record<string, unknown> | undefined {
  const labels = readTexts(service.labels);
  switch (labels.get(LABEL.managedBy)) {
    case 'meshservice-generator':
      return {
        [LABEL.workload]: labels.get(LABEL.displayName) ?? service.name,
      };
    case 'k8s-controller':
      return dataplaneTags;
    default:
      return undefined;
  }
}
