import {
  DestinationServicePort,
  KumaResource,
  MeshSnapshot,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { BackendRef } from './types';

type Kind = Exclude<DestinationServicePort['kind'], 'ServiceTag'>;

const DISPLAY_NAME = 'kuma.io/display-name';
const NAMESPACE = 'k8s.kuma.io/namespace';
/** With these a name is one resource; the first stands in every reference. */
const PLACE = [NAMESPACE, 'kuma.io/zone'];
/** Says how or for whom a resource came to be: nothing to find it by. */
const COMPUTED = /^(k8s\.)?kuma\.io\//;

/** The resources of one kind, as the control plane tells them. */
export function servicesOf(snapshot: MeshSnapshot, kind: Kind): KumaResource[] {
  if (kind === 'MeshService') return snapshot.meshServices;
  return kind === 'MeshExternalService'
    ? snapshot.meshExternalServices
    : snapshot.meshMultiZoneServices;
}

/**
 * A reference to a service which finds that service and nothing else: by
 * labels, which 2.14 and 3.0 both take, else by name, which only 2.x takes.
 * No port: one that the service lacks would mean all of them (measured).
 */
export function refFor(
  snapshot: MeshSnapshot,
  { kind, name }: { kind: Kind; name: string },
): { ref: BackendRef; note?: string } | undefined {
  const services = servicesOf(snapshot, kind);
  const service = services.find(each => each.name === name);
  if (!service) return undefined;
  const labels = labelSets(service).find(
    set => services.filter(each => hasAll(each, set)).length === 1,
  );
  if (labels) return { ref: { kind, labels } };
  const namespace = service.labels?.[NAMESPACE];
  return {
    ref: {
      kind,
      name: service.labels?.[DISPLAY_NAME] ?? service.name,
      ...(namespace && { namespace }),
    },
    note: `No labels single out ${kind} ${service.name}, so it is named; Kuma 3.0 takes references by labels only. Give it a label of its own before then.`,
  };
}

/** Sets of labels to try, the most telling first. */
function labelSets({ labels = {} }: KumaResource): Record<string, string>[] {
  const place = pick(labels, PLACE);
  const own = Object.keys(labels)
    .filter(key => !COMPUTED.test(key))
    .sort();
  return [
    ...(labels[DISPLAY_NAME]
      ? [{ [DISPLAY_NAME]: labels[DISPLAY_NAME], ...place }]
      : []),
    ...own.map(key => ({ [key]: labels[key], ...place })),
    ...(own.length > 1 ? [{ ...pick(labels, own), ...place }] : []),
  ];
}

function pick(
  labels: Record<string, string>,
  keys: string[],
): Record<string, string> {
  return Object.fromEntries(
    keys.flatMap(key => (labels[key] ? [[key, labels[key]]] : [])),
  );
}

function hasAll(
  { labels = {} }: KumaResource,
  wanted: Record<string, string>,
): boolean {
  return Object.entries(wanted).every(([key, value]) => labels[key] === value);
}
