import { LABEL, ProxyModel } from '../mesh';
import { compareTimes } from '../policies';
import { readRecord, readTexts, Texts } from '../read';
import { servicePorts } from '../services/servicePorts';
import { DestinationServicePort, KumaResource, MeshSnapshot } from '../types';
import { Capabilities } from '../version';
import { BackendRef } from './readReach';

type ServiceKind = Exclude<DestinationServicePort['kind'], 'ServiceTag'>;

/** A service, as a reference to it sees it. */
export type Target = {
  kind: ServiceKind;
  service: KumaResource;
  displayName: string;
  labels: Texts;
  /** Number, and name or number as text, by which a reference can narrow. */
  ports: { port: number; section: string }[];
};

const LISTS: Record<
  ServiceKind,
  'meshServices' | 'meshExternalServices' | 'meshMultiZoneServices'
> = {
  MeshService: 'meshServices',
  MeshExternalService: 'meshExternalServices',
  MeshMultiZoneService: 'meshMultiZoneServices',
};

/** The services of a mesh, found by reference as Kuma finds them. */
export class Targets {
  private readonly lists = new Map<string, Map<string, Target>>();
  private readonly named = new Map<string, Map<string, Target[]>>();
  private readonly matches = new Map<string, Target[]>();

  constructor(
    private readonly snapshot: MeshSnapshot,
    private readonly capabilities: Capabilities,
  ) {}

  get(kind: ServiceKind, name: string): Target | undefined {
    return this.byName(kind).get(name);
  }

  /** An outbound by labels leads to the oldest of what it fits. */
  oldest(proxy: ProxyModel, ref: BackendRef): Target | undefined {
    return [...this.matched(proxy, ref)].sort((left, right) =>
      compareTimes(
        left.service.creationTime ?? '',
        right.service.creationTime ?? '',
      ),
    )[0];
  }

  /** What a reference means: by labels where they fit anything, else by name. */
  matched(proxy: ProxyModel, ref: BackendRef): Target[] {
    const zone = proxy.labels.get(LABEL.zone);
    const namespace = ref.namespace ?? proxy.labels.get(LABEL.namespace);
    const key = JSON.stringify([
      ref.kind,
      [...ref.labels],
      ref.name,
      namespace,
      zone,
    ]);
    const known = this.matches.get(key);
    if (known) return known;
    const all = this.all(ref.kind);
    const byLabels =
      ref.labels.size > 0
        ? all.filter(({ labels }) => hasAll(labels, ref.labels))
        : [];
    const found =
      byLabels.length > 0
        ? byLabels
        : this.byDisplayName(ref.kind, ref.name).filter(target =>
            isNear(target, namespace, zone, this.capabilities),
          );
    this.matches.set(key, found);
    return found;
  }

  private all(kind: string): Target[] {
    return Object.hasOwn(LISTS, kind)
      ? [...this.byName(kind as ServiceKind).values()]
      : [];
  }

  private byDisplayName(kind: string, name: string | undefined): Target[] {
    if (name === undefined) return [];
    let targets = this.named.get(kind);
    if (!targets) {
      targets = new Map();
      for (const target of this.all(kind)) {
        const known = targets.get(target.displayName);
        if (known) known.push(target);
        else targets.set(target.displayName, [target]);
      }
      this.named.set(kind, targets);
    }
    return targets.get(name) ?? [];
  }

  private byName(kind: ServiceKind): Map<string, Target> {
    let targets = this.lists.get(kind);
    if (!targets) {
      targets = new Map(
        this.snapshot[LISTS[kind]].map(service => [
          service.name,
          readTarget(kind, service),
        ]),
      );
      this.lists.set(kind, targets);
    }
    return targets;
  }
}

function readTarget(kind: ServiceKind, service: KumaResource): Target {
  const labels = readTexts(service.labels);
  const displayName = labels.get(LABEL.displayName) ?? service.name;
  const match = readRecord(readRecord(service.spec).match);
  const ports =
    kind === 'MeshExternalService'
      ? [Number(match.port)].filter(Number.isFinite)
      : servicePorts(service).map(({ port }) => port);
  return {
    kind,
    service,
    displayName,
    labels,
    ports: ports.map(port => ({ port, section: String(port) })),
  };
}

function hasAll(
  labels: Iterable<[string, string]> & { get(key: string): string | undefined },
  wanted: Iterable<[string, string]>,
): boolean {
  return [...wanted].every(([key, value]) => labels.get(key) === value);
}

/** By name a resource is found in the proxy's own zone and namespace. */
function isNear(
  { labels }: Target,
  namespace: string | undefined,
  zone: string | undefined,
  { displayNameLabel }: Capabilities,
): boolean {
  if ((labels.get(LABEL.namespace) ?? '') !== (namespace ?? '')) return false;
  // 3.0 looks a name up as a label, in all zones.
  return displayNameLabel || (labels.get(LABEL.zone) ?? '') === (zone ?? '');
}
