import {
  countProxies,
  createDataplaneLookup,
  KumaResource,
  Service,
  ServiceKind,
  ServicePort,
  servicesBehind,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { RawProxy } from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { entityRefOf, ownerOf } from '../rules/ownerOf';
import { serviceGuiUrl } from './guiLinks';
import { inboundsOf } from './inboundsOf';
import { list, record, text, texts } from './json';
import { externalPorts, inboundPorts, servicePorts } from './servicePorts';
import { KumaSettings } from './settings';

/**
 * The port that Kuma gives a pod without a Service: a workload such as a task
 * of KubernetesExecutor, and no service that anybody could call.
 */
export const NO_SERVICE_PORT = 49151;

/** What of one mesh makes services. */
export type ServiceSources = {
  mesh: KumaResource;
  meshServices: KumaResource[];
  meshMultiZoneServices: KumaResource[];
  meshExternalServices: KumaResource[];
  /** Kuma 2.x, before MeshExternalService. */
  externalServices: KumaResource[];
  proxies: RawProxy[];
};

/** The services of one mesh. */
export function normaliseServices(
  sources: ServiceSources,
  settings: KumaSettings,
): Service[] {
  const dataplanes = sources.proxies.map(proxy => proxy.resource);
  const dataplanesOf = createDataplaneLookup(dataplanes);
  const behind = new Map(
    sources.meshServices.map(resource => [resource, dataplanesOf(resource)]),
  );
  const services = [
    ...sources.meshServices.map(resource =>
      plain('MeshService', resource, behind.get(resource)!),
    ),
    ...sources.meshMultiZoneServices.map(resource => {
      const members = servicesBehind(resource, sources.meshServices);
      const all = members.flatMap(member => behind.get(member)!);
      return plain('MeshMultiZoneService', resource, [...new Set(all)]);
    }),
    ...sources.meshExternalServices.map(external),
  ];
  if (hasTagServices(sources.mesh)) {
    const isCovered = coverageOf(behind);
    services.push(
      ...mergeByName([
        ...tagged(dataplanes).filter(draft => !isCovered(draft)),
        ...sources.externalServices.map(legacyExternal),
      ]),
    );
  }
  const proxies = new Map(sources.proxies.map(proxy => [proxy.name, proxy]));
  return services.map(draft =>
    finish(draft, sources.mesh.name, proxies, settings),
  );
}

/**
 * In every mode but Exclusive callers reach a service by its tag, too. Kuma
 * generates no MeshService for a tag that is no DNS label (`stock_1` has none
 * in Everywhere, measured on 2.14.3), so tags are asked in all other modes.
 */
export function hasTagServices(mesh: KumaResource): boolean {
  return text(record(mesh.meshServices).mode) !== 'Exclusive';
}

/**
 * Tells whether MeshServices stand for a tag: all its proxies are behind some
 * that select this tag, or select by other things than the tag.
 */
function coverageOf(
  behind: Map<KumaResource, KumaResource[]>,
): (draft: Draft) => boolean {
  // Under `undefined`: what is selected by other things.
  const covered = new Map<string | undefined, Set<KumaResource>>();
  for (const [meshService, dataplanes] of behind) {
    const selector = record(record(meshService.spec).selector);
    const tag = text(record(selector.dataplaneTags)['kuma.io/service']);
    const known = covered.get(tag) ?? new Set();
    for (const dataplane of dataplanes) known.add(dataplane);
    covered.set(tag, known);
  }
  return ({ name, dataplanes }) =>
    dataplanes.every(
      dataplane =>
        covered.get(name)?.has(dataplane) ||
        covered.get(undefined)?.has(dataplane),
    );
}

/**
 * Several ExternalServices of one tag, or one beside proxies that carry it, are
 * one service with all addresses.
 */
function mergeByName(drafts: Draft[]): Draft[] {
  const byName = new Map<string, Draft>();
  for (const draft of drafts) {
    const known = byName.get(draft.name);
    if (!known) {
      byName.set(draft.name, draft);
      continue;
    }
    byName.set(draft.name, {
      ...known,
      labels: { ...draft.labels, ...known.labels },
      addresses: [...new Set([...known.addresses, ...draft.addresses])],
      ports: [
        ...known.ports,
        ...draft.ports.filter(({ port }) =>
          known.ports.every(other => other.port !== port),
        ),
      ],
    });
  }
  return [...byName.values()];
}

type Draft = {
  kind: ServiceKind;
  name: string;
  resource?: KumaResource;
  labels: Record<string, string>;
  hostnames: string[];
  addresses: string[];
  ports: ServicePort[];
  identities: string[];
  dataplanes: KumaResource[];
};

function plain(
  kind: 'MeshService' | 'MeshMultiZoneService',
  resource: KumaResource,
  dataplanes: KumaResource[],
): Draft {
  const status = record(resource.status);
  return {
    kind,
    name: resource.name,
    resource,
    labels: resource.labels ?? {},
    hostnames: texts(status.addresses, 'hostname'),
    addresses: texts(status.vips, 'ip'),
    ports: servicePorts(resource),
    identities: texts(record(resource.spec).identities, 'value'),
    dataplanes,
  };
}

function external(resource: KumaResource): Draft {
  const status = record(resource.status);
  const vip = text(record(status.vip).ip);
  return {
    kind: 'MeshExternalService',
    name: resource.name,
    resource,
    labels: resource.labels ?? {},
    hostnames: texts(status.addresses, 'hostname'),
    addresses: [
      ...(vip ? [vip] : []),
      ...texts(record(resource.spec).endpoints, 'address'),
    ],
    ports: externalPorts(resource),
    identities: [],
    dataplanes: [],
  };
}

function tagged(dataplanes: KumaResource[]): Draft[] {
  const byTag = new Map<
    string,
    { dataplanes: Set<KumaResource>; inbounds: Record<string, unknown>[] }
  >();
  for (const dataplane of dataplanes) {
    for (const inbound of inboundsOf(dataplane)) {
      const tag = text(record(inbound.tags)['kuma.io/service']);
      if (!tag || inbound.port === NO_SERVICE_PORT) continue;
      const entry = byTag.get(tag) ?? { dataplanes: new Set(), inbounds: [] };
      entry.dataplanes.add(dataplane);
      entry.inbounds.push(inbound);
      byTag.set(tag, entry);
    }
  }
  return [...byTag].map(([name, entry]) => ({
    kind: 'ServiceTag' as const,
    name,
    labels: {},
    hostnames: [`${name}.mesh`],
    addresses: [],
    ports: inboundPorts(entry.inbounds),
    identities: [name],
    dataplanes: [...entry.dataplanes],
  }));
}

/** The name that callers use for an ExternalService. */
export function externalName(resource: KumaResource): string {
  return text(record(resource.tags)['kuma.io/service']) ?? resource.name;
}

function legacyExternal(resource: KumaResource): Draft {
  const address = text(record(resource.networking).address);
  const tags = record(resource.tags);
  const port = Number(address?.split(':').pop());
  const name = externalName(resource);
  return {
    kind: 'ServiceTag',
    name,
    resource,
    labels: resource.labels ?? {},
    hostnames: [`${name}.mesh`],
    addresses: address ? [address] : [],
    ports: Number.isInteger(port)
      ? [{ port, protocol: text(tags['kuma.io/protocol']) ?? 'tcp' }]
      : [],
    identities: [],
    dataplanes: [],
  };
}

function finish(
  draft: Draft,
  mesh: string,
  proxies: Map<string, RawProxy>,
  settings: KumaSettings,
): Service {
  const { kind, name, resource } = draft;
  const labels = { ...sharedLabels(draft.dataplanes), ...draft.labels };
  // Own keys alone: a label that config names may be called `constructor`.
  const labelFor = (use: keyof KumaSettings['labels']) =>
    Object.hasOwn(labels, settings.labels[use])
      ? labels[settings.labels[use]]
      : undefined;
  const owner = labelFor('owner');
  const system = labelFor('system');
  return {
    controlPlane: settings.name,
    mesh,
    kind,
    name,
    displayName: draft.labels['kuma.io/display-name'] ?? name,
    namespace: draft.labels['k8s.kuma.io/namespace'],
    zone: labels['kuma.io/zone'],
    kri: resource?.kri,
    description: text(record(resource?.spec).description),
    labels: { ...labelsOfPeople(labels), ...draft.labels },
    hostnames: draft.hostnames,
    addresses: draft.addresses,
    ports: draft.ports,
    identities: draft.identities,
    dataplanes: draft.dataplanes.map(dataplane => dataplane.name).sort(),
    proxies: countProxies(
      draft.dataplanes.map(each => proxies.get(each.name)!),
    ),
    owner: ownerOf(
      { owners: list([owner]).filter(isText), tags: [], labels },
      settings.owners,
      owner,
    ),
    system: system ? entityRefOf(system, 'system') : undefined,
    dataDomain: labelFor('dataDomain'),
    environment: labelFor('environment'),
    guiUrl: serviceGuiUrl(settings.guiUrl, { mesh, kind, name }),
  };
}

/**
 * Labels on which all proxies of a service agree: a generated MeshService
 * carries none of the labels that people put on their proxies.
 */
function sharedLabels(dataplanes: KumaResource[]): Record<string, string> {
  const [first, ...others] = dataplanes.map(each => each.labels ?? {});
  if (!first) return {};
  return Object.fromEntries(
    Object.entries(first).filter(([key, value]) =>
      others.every(labels => labels[key] === value),
    ),
  );
}

/** Labels that Kuma and Kubernetes set say nothing of whom a service is for. */
function labelsOfPeople(
  labels: Record<string, string>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(labels).filter(([key]) => !key.includes('kuma.io/')),
  );
}

function isText(value: unknown): value is string {
  return typeof value === 'string';
}
