import { InternalEvaluator } from '../createEvaluator';
import { InboundModel, LABEL } from '../mesh';
import { WayOut } from '../reach';
import { ServiceIndex, servicePorts } from '../services';
import { DestinationServicePort } from '../types';
import { CompiledMesh } from '../verdict';

/** Where callers whose proxies let out to the same get. */
export type WayOutSet = {
  open: Set<InboundModel>;
  unknown: Set<InboundModel>;
};

type Carried = { destination: DestinationServicePort; key: string };

/**
 * Where the proxies of callers let out to, as one set for all that let out to
 * the same. A set holds what is open: where lists narrow, that is little.
 */
export class WayOutSets {
  private readonly sets = new Map<string, WayOutSet | undefined>();
  /** Inbounds of each port of a service; what is in none has no way in to tell. */
  private readonly inbounds = new Map<string, InboundModel[]>();
  private readonly carried = new Set<InboundModel>();
  private readonly all: Carried[] = [];
  private readonly byName = new Map<string, Carried[]>();

  constructor(
    private readonly mesh: CompiledMesh,
    private readonly evaluator: InternalEvaluator,
    index: ServiceIndex,
  ) {
    const { snapshot } = mesh;
    for (const kind of ['MeshService', 'MeshMultiZoneService'] as const) {
      const services =
        kind === 'MeshService'
          ? snapshot.meshServices
          : snapshot.meshMultiZoneServices;
      for (const service of services) {
        for (const { port } of servicePorts(service)) {
          const destination = { kind, name: service.name, port };
          this.put(
            destination,
            index.inboundsOf(destination).map(({ inbound }) => inbound),
          );
        }
      }
    }
    for (const [name, inbounds] of this.byTag()) {
      this.put({ kind: 'ServiceTag', name }, inbounds);
    }
  }

  /** `undefined` where the caller's end narrows nothing, or is not to tell. */
  of(proxies: readonly string[]): WayOutSet | undefined {
    const key = this.evaluator.wayOutClass(proxies);
    if (!this.sets.has(key)) this.sets.set(key, this.make(proxies));
    return this.sets.get(key);
  }

  /** The way out of such callers to an inbound; `undefined` where there is none to tell. */
  state(
    set: WayOutSet | undefined,
    inbound: InboundModel,
  ): WayOut['state'] | undefined {
    if (!set || !this.carried.has(inbound)) return undefined;
    if (set.open.has(inbound)) return 'open';
    return set.unknown.has(inbound) ? 'unknown' : 'closed';
  }

  /** Whether any service leads to an inbound, so that there is a way out to tell. */
  isCarried(inbound: InboundModel): boolean {
    return this.carried.has(inbound);
  }

  private make(proxies: readonly string[]): WayOutSet | undefined {
    const [any] = this.all;
    // Proxies that only take calls have no way out to tell, wherever to.
    if (!any || !this.evaluator.callerWayOut(proxies, any.destination)) {
      return undefined;
    }
    const set: WayOutSet = { open: new Set(), unknown: new Set() };
    const candidates = this.candidates(proxies);
    let narrows = candidates.length < this.all.length;
    for (const { destination, key } of candidates) {
      const state =
        this.evaluator.callerWayOut(proxies, destination)?.state ?? 'open';
      if (state !== 'open') narrows = true;
      if (state === 'closed') continue;
      for (const inbound of this.inbounds.get(key)!) set[state].add(inbound);
    }
    return narrows ? set : undefined;
  }

  /** What can be open at all: where a list narrows, what it names. */
  private candidates(proxies: readonly string[]): Carried[] {
    for (const proxy of proxies) {
      const listed = this.evaluator.listedBy(proxy);
      if (listed) {
        const names = new Set(
          listed.map(({ kind, name }) => `${kind} ${name}`),
        );
        return [...names].flatMap(name => this.byName.get(name) ?? []);
      }
    }
    return this.all;
  }

  private byTag(): Map<string, InboundModel[]> {
    const tags = new Map<string, InboundModel[]>();
    if (!this.mesh.capabilities.legacy) return tags;
    for (const inbound of this.mesh.inbounds) {
      const tag = inbound.tags.get(LABEL.service);
      if (!tag) continue;
      const known = tags.get(tag);
      if (known) known.push(inbound);
      else tags.set(tag, [inbound]);
    }
    return tags;
  }

  private put(destination: DestinationServicePort, inbounds: InboundModel[]) {
    const { kind, name, port } = destination;
    const key = `${kind} ${name} ${port ?? ''}`;
    const carried = { destination, key };
    this.all.push(carried);
    const known = this.byName.get(`${kind} ${name}`);
    if (known) known.push(carried);
    else this.byName.set(`${kind} ${name}`, [carried]);
    this.inbounds.set(key, inbounds);
    for (const inbound of inbounds) this.carried.add(inbound);
  }
}

/** For each inbound what is listed for the sets in which it is open. */
export function openAt(
  narrowed: Map<WayOutSet, number[]>,
): Map<InboundModel, number[][]> {
  const open = new Map<InboundModel, number[][]>();
  for (const [set, classes] of narrowed) {
    for (const inbound of set.open) {
      const known = open.get(inbound);
      if (known) known.push(classes);
      else open.set(inbound, [classes]);
    }
  }
  return open;
}
