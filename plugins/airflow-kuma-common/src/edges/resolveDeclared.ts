import { Service } from '../inventory/kuma';
import { DeclaredDependency } from './types';

/** What resolving needs to know of a service. @public */
export type ResolvableService = Pick<
  Service,
  | 'controlPlane'
  | 'mesh'
  | 'kind'
  | 'name'
  | 'displayName'
  | 'namespace'
  | 'zone'
  | 'hostnames'
>;

/** Where a DAG's own proxies are; services there are preferred. @public */
export type ResolveHome = { controlPlane: string; mesh: string; zone?: string };

/** @public */
export type ResolvedDependency<T> =
  | { service: T }
  | { service: undefined; reason: string };

/**
 * Finds the service that a declaration means. An exact name wins over what
 * people call it; among equals the ones in the DAG's own mesh, then zone,
 * then the kind that spans zones. What stays ambiguous is not guessed.
 * @public
 */
export function resolveDeclared<T extends ResolvableService>(
  declared: Pick<DeclaredDependency, 'mesh' | 'service'>,
  index: ServiceNameIndex<T>,
  options?: { homes?: ResolveHome[]; defaultMesh?: string },
): ResolvedDependency<T> {
  const text = written(declared);
  const named = index.named(declared.service);
  const homes = options?.homes ?? [];
  const inMesh = declared.mesh
    ? named.filter(service => service.mesh === declared.mesh)
    : preferred(named, [
        service => homes.some(home => sameMesh(home, service)),
        service => service.mesh === options?.defaultMesh,
      ]);
  const best = preferred(inMesh, [
    service => service.name === declared.service,
    service => homes.some(home => sameMesh(home, service)),
    service => service.kind === 'MeshMultiZoneService',
    service =>
      homes.some(home => sameMesh(home, service) && home.zone === service.zone),
    // A tag stands behind the service that was made of it.
    service => service.kind !== 'ServiceTag',
  ]);
  if (best.length === 1) return { service: best[0] };
  return {
    service: undefined,
    reason: best.length
      ? `${best.length} services fit ${text}; write its mesh and full name.`
      : `No service is known as ${text}.`,
  };
}

/**
 * What Kubernetes calls a Service, in any cluster domain. Kuma gives no
 * hostnames there, so only its name and namespace can be looked for.
 */
const KUBERNETES_NAME = /^([a-z0-9-]+\.[a-z0-9-]+)\.svc(?:\.[a-z0-9-]+)*\.?$/i;

/** The tag that Kuma makes of a Service, e.g. `payments_shop_svc_80`. */
const KUBERNETES_TAG = /^([a-z0-9-]+)_([a-z0-9-]+)_svc(?:_\d+)?$/;

/** Services by every name that a DAG may call them. @public */
export class ServiceNameIndex<T extends ResolvableService> {
  readonly #byName = new Map<string, Set<T>>();

  constructor(services: Iterable<T>) {
    for (const service of services) {
      this.#add(service.name, service);
      this.#add(service.displayName, service);
      if (service.namespace) {
        this.#add(`${service.displayName}.${service.namespace}`, service);
      }
      const tag = KUBERNETES_TAG.exec(service.name);
      if (tag) this.#add(`${tag[1]}.${tag[2]}`, service);
      for (const hostname of service.hostnames) this.#add(hostname, service);
    }
  }

  named(name: string): T[] {
    const inCluster = KUBERNETES_NAME.exec(name)?.[1].toLowerCase();
    const found =
      this.#byName.get(name) ??
      (inCluster === undefined ? undefined : this.#byName.get(inCluster));
    return [...(found ?? [])];
  }

  #add(name: string, service: T) {
    const known = this.#byName.get(name);
    if (known) known.add(service);
    else this.#byName.set(name, new Set([service]));
  }
}

/** Keeps those that fit a wish, or all where none does; wish by wish. */
function preferred<T>(items: T[], wishes: ((item: T) => boolean)[]): T[] {
  let left = items;
  for (const wish of wishes) {
    const fitting = left.filter(wish);
    if (fitting.length) left = fitting;
  }
  return left;
}

function sameMesh(
  a: { controlPlane: string; mesh: string },
  b: { controlPlane: string; mesh: string },
): boolean {
  return a.controlPlane === b.controlPlane && a.mesh === b.mesh;
}

function written(declared: Pick<DeclaredDependency, 'mesh' | 'service'>) {
  return declared.mesh
    ? `${declared.service} in mesh ${declared.mesh}`
    : declared.service;
}
