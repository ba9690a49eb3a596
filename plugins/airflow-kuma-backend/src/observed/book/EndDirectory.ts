import {
  DagIdentity,
  IdentityProxy,
  ServiceKind,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ServiceFact } from '../../sync/InventoryReader';
import { ClusterName } from '../prometheus/clusterName';

const KIND_OF: Record<Exclude<ClusterName['kind'], 'tag'>, ServiceKind> = {
  msvc: 'MeshService',
  mzsvc: 'MeshMultiZoneService',
  extsvc: 'MeshExternalService',
};

/**
 * Brings names of telemetry together with services and identities. Telemetry
 * knows no control plane: where meshes of two have the same name and what is
 * looked for is in both, nobody can tell, and nothing is answered.
 */
export class EndDirectory {
  readonly #services = new Map<string, ServiceFact[]>();
  readonly #byProxy = new Map<string, ServiceFact[]>();
  readonly #workloads = new Map<string, Set<string>>();
  readonly #proxyNames = new Map<string, Set<string>>();
  readonly #namesOfProxy = new Map<string, string[]>();

  constructor(services: ServiceFact[], proxies: IdentityProxy[]) {
    for (const service of services) {
      const { mesh, kind, name, displayName } = service;
      add(this.#services, `${mesh} ${kind} ${name}`, service);
      if (displayName !== name) {
        add(this.#services, `${mesh} ${kind} ${displayName}`, service);
      }
      for (const proxy of service.dataplanes) {
        add(this.#byProxy, `${service.controlPlane} ${mesh} ${proxy}`, service);
      }
    }
    for (const proxy of proxies) {
      const { controlPlane, mesh, name, labels, uriSans } = proxy;
      const names = [
        labels['kuma.io/workload'],
        labels['kuma.io/service'],
        name,
      ].filter(text => text !== undefined);
      this.#namesOfProxy.set(`${controlPlane} ${mesh} ${name}`, names);
      for (const text of names) {
        addTo(
          this.#proxyNames,
          `${mesh} ${text}`,
          `${controlPlane} ${mesh} ${name}`,
        );
      }
      for (const uriSan of uriSans) {
        for (const text of names) {
          addTo(this.#workloads, `${controlPlane} ${mesh} ${uriSan}`, text);
        }
      }
    }
  }

  /** The service that a cluster leads to. */
  serviceOf(cluster: ClusterName, mesh: string): ServiceFact | undefined {
    const at = cluster.mesh ?? mesh;
    const kind = cluster.kind === 'tag' ? 'ServiceTag' : KIND_OF[cluster.kind];
    const named = this.#services.get(`${at} ${kind} ${cluster.name}`) ?? [];
    const fitting = named.filter(
      service =>
        (!cluster.zone || !service.zone || service.zone === cluster.zone) &&
        (!cluster.namespace || service.namespace === cluster.namespace),
    );
    return fitting.length === 1 ? fitting[0] : undefined;
  }

  /** Services behind a workload, a proxy or a service tag of a mesh. */
  servicesBehind(mesh: string, name: string): ServiceFact[] {
    const found = new Set<ServiceFact>();
    for (const proxy of this.#proxyNames.get(`${mesh} ${name}`) ?? []) {
      for (const service of this.#byProxy.get(proxy) ?? []) found.add(service);
    }
    const controlPlanes = new Set(
      [...found].map(({ controlPlane }) => controlPlane),
    );
    return controlPlanes.size > 1 ? [] : [...found];
  }

  /** Names under which metrics speak of an identity as a caller. */
  workloadsOf({ controlPlane, mesh, uriSans }: DagIdentity): string[] {
    const names = uriSans.flatMap(uriSan => [
      ...(this.#workloads.get(`${controlPlane} ${mesh} ${uriSan}`) ?? []),
      // Pods that come and go leave series behind: the identity names its workload.
      ...(/^spiffe:\/\/[^/]+\/workload\/([^/]+)$/.exec(uriSan)?.slice(1) ?? []),
    ]);
    return [...new Set(names)];
  }

  /** Names under which metrics speak of a service's proxies. */
  destinationNames({ controlPlane, mesh, dataplanes }: ServiceFact): string[] {
    return [
      ...new Set(
        dataplanes.flatMap(
          proxy =>
            this.#namesOfProxy.get(`${controlPlane} ${mesh} ${proxy}`) ?? [],
        ),
      ),
    ];
  }
}

function add<T>(map: Map<string, T[]>, key: string, item: T) {
  const known = map.get(key);
  if (known) known.push(item);
  else map.set(key, [item]);
}

function addTo(map: Map<string, Set<string>>, key: string, item: string) {
  const known = map.get(key);
  if (known) known.add(item);
  else map.set(key, new Set([item]));
}
