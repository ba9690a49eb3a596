import { LABEL, ProxyModel } from '../mesh';
import { isRecord, readArray, readRecord, readString } from '../read';
import { DestinationServicePort } from '../types';
import { CompiledMesh } from '../verdict';
import { BackendRef, ReachSettings, readReach } from './readReach';
import { Target, Targets } from './Targets';
import { callerWayOut } from './callerWayOut';
import { closesUnlisted } from './closesUnlisted';
import { MeshServicesMode, meshServicesMode } from './meshServicesMode';
import { closed, open, unknown } from './wayOutOf';
import { WaysOutside } from './WaysOutside';
import { CallerWayOut, WayOut } from './types';

/** Proxies that let out to the same: one of them, and how many. */
type Classes = Map<string, { first: string; count: number }>;

/**
 * Says where the proxies of a mesh let their applications go. Follows
 * `resolveVIPOutbounds` and `DestinationIndex.GetReachableBackends` of Kuma
 * 2.14.3, and the listeners that real Envoys held there in each mode.
 */
export class WaysOut {
  private readonly mode: MeshServicesMode;
  private readonly settings = new Map<string, ReachSettings>();
  private readonly classes = new Map<string, string>();
  private readonly classesOfLists = new WeakMap<readonly string[], Classes>();
  private readonly targets: Targets;

  constructor(
    private readonly mesh: Pick<
      CompiledMesh,
      'snapshot' | 'capabilities' | 'proxies' | 'dataplanes'
    >,
    private readonly outside: Pick<WaysOutside, 'isShut'>,
  ) {
    this.mode = meshServicesMode(mesh.snapshot, mesh.capabilities);
    this.targets = new Targets(mesh.snapshot, mesh.capabilities);
  }

  /** The way out of a proxy to a port of a service, or to all its ports. */
  of(dataplane: string, destination: DestinationServicePort): WayOut {
    const settings = this.settingsOf(dataplane);
    const proxy = this.mesh.proxies.get(dataplane);
    if (!settings || !proxy) {
      return unknown('no-such-proxy', `There is no proxy ${dataplane}.`);
    }
    if (destination.kind === 'ServiceTag') {
      return this.toTag(proxy, settings, destination.name);
    }
    const target = this.targets.get(destination.kind, destination.name);
    if (!target) {
      return unknown(
        'no-such-service',
        `There is no ${destination.kind} ${destination.name}.`,
      );
    }
    const ports = target.ports.filter(
      ({ port }) => destination.port === undefined || port === destination.port,
    );
    // The least open port: what is asked for as a whole has to be open as a whole.
    const answers = (ports.length > 0 ? ports : [undefined]).map(port =>
      this.toService(proxy, settings, target, port?.section),
    );
    const worst =
      answers.find(({ state }) => state === 'closed') ??
      answers.find(({ state }) => state === 'unknown') ??
      answers[0];
    return worst.state === 'closed'
      ? this.byTag(proxy, settings, target) ?? worst
      : worst;
  }

  /**
   * The way out of a caller with these proxies; `undefined` where there is none
   * to tell, as its proxies only take calls, or none runs just now.
   */
  ofCaller(
    dataplanes: readonly string[],
    destination: DestinationServicePort,
  ): CallerWayOut | undefined {
    const classes = this.classesOf(dataplanes);
    if (classes.size === 0) return this.whileNoneRuns();
    const wayOut = callerWayOut(
      [...classes.values()].map(({ first, count }) => ({
        proxies: count,
        wayOut: this.of(first, destination),
      })),
    );
    const isShut =
      wayOut?.state === 'closed' &&
      [...classes.values()].some(
        ({ first }) =>
          this.of(first, destination).state === 'closed' &&
          this.outside.isShut(first),
      );
    return isShut ? { ...wayOut, isShut } : wayOut;
  }

  /** The same for all callers whose proxies let out the same. */
  classOfCaller(dataplanes: readonly string[]): string {
    return [...this.classesOf(dataplanes).keys()].sort().join('\n');
  }

  /**
   * The services that alone can be open to a proxy, as its lists name them;
   * `undefined` where others can be too.
   */
  listedBy(dataplane: string): { kind: string; name: string }[] | undefined {
    const settings = this.settingsOf(dataplane);
    const proxy = this.mesh.proxies.get(dataplane);
    if (!settings || !proxy) return undefined;
    if (settings.transparent && this.mode !== 'Exclusive') return undefined;
    // An outbound to a tag leads to the services that are made of it.
    const refs = settings.transparent
      ? settings.backends
      : settings.outbounds.map(({ backend }) => backend);
    return refs?.every(ref => ref !== undefined)
      ? refs.flatMap(ref =>
          this.targets
            .matched(proxy, ref)
            .map(({ kind, service }) => ({ kind, name: service.name })),
        )
      : undefined;
  }

  /** The references of a proxy's lists, each with how many services it finds. */
  referencesOf(dataplane: string): { ref: BackendRef; found: number }[] {
    const settings = this.settingsOf(dataplane);
    const proxy = this.mesh.proxies.get(dataplane);
    if (!settings || !proxy) return [];
    // What is transparent has no outbounds of its own.
    const refs = settings.transparent
      ? settings.backends ?? []
      : settings.outbounds.flatMap(({ backend }) => backend ?? []);
    return refs.map(ref => ({
      ref,
      found: this.targets.matched(proxy, ref).length,
    }));
  }

  /** Of a pool of thousands most are alike, and it is asked about every service. */
  private classesOf(dataplanes: readonly string[]): Classes {
    const known = this.classesOfLists.get(dataplanes);
    if (known) return known;
    const classes: Classes = new Map();
    for (const name of dataplanes) {
      // One that is gone, or not yet read, says nothing of the others.
      if (!this.mesh.proxies.has(name)) continue;
      const key = this.classOf(name);
      const alike = classes.get(key);
      if (alike) alike.count += 1;
      else classes.set(key, { first: name, count: 1 });
    }
    this.classesOfLists.set(dataplanes, classes);
    return classes;
  }

  /** Proxies that let their applications go to the same. */
  private classOf(dataplane: string): string {
    const known = this.classes.get(dataplane);
    if (known !== undefined) return known;
    const { transparentProxying, outbound } = readRecord(
      this.mesh.dataplanes.get(dataplane)?.networking,
    );
    const labels = this.mesh.proxies.get(dataplane)?.labels;
    const made = JSON.stringify([
      // What is transparent has no outbounds of its own.
      isRecord(transparentProxying) ? reachOf(transparentProxying) : outbound,
      labels?.get(LABEL.zone),
      labels?.get(LABEL.namespace),
    ]);
    this.classes.set(dataplane, made);
    return made;
  }

  private whileNoneRuns(): CallerWayOut | undefined {
    if (closesUnlisted(this.mesh) !== true) return undefined;
    return {
      ...unknown(
        'not-told',
        'The control plane closes what no reachableBackends name, and no proxy of the caller runs that could tell what its name.',
      ),
      proxies: 0,
      alike: 0,
    };
  }

  private toService(
    proxy: ProxyModel,
    settings: ReachSettings,
    target: Target,
    section: string | undefined,
  ): WayOut {
    if (!settings.transparent) {
      const found = settings.outbounds.some(
        ({ backend }) =>
          backend?.kind === target.kind &&
          (section === undefined || section === String(backend.port)) &&
          this.targets.oldest(proxy, backend) === target,
      );
      if (found)
        return open(
          'outbound',
          `${proxy.displayName} has an outbound to ${target.displayName}.`,
        );
      return noOutbound(proxy, settings, target.displayName);
    }
    if (this.mode === 'Disabled' && target.kind === 'MeshService') {
      return closed(
        'mode',
        `The mesh makes no outbound for MeshServices: their mode is Disabled.`,
      );
    }
    const { backends, services } = settings;
    if (backends) {
      const found = this.listed(proxy, backends, target, section);
      if (found === 'chance') return chance(target);
      return found
        ? open(
            'listed',
            `reachableBackends of ${proxy.displayName} name ${target.displayName}.`,
          )
        : closed(
            'not-listed',
            `reachableBackends of ${proxy.displayName} leave ${target.displayName} out.`,
          );
    }
    if (services) {
      return closed(
        'not-listed',
        `reachableServices of ${proxy.displayName} list tags only, so no ${target.kind} is open.`,
      );
    }
    if (this.mode === 'ReachableBackends') {
      return closed(
        'mode',
        `The mesh opens only what reachableBackends name, and ${proxy.displayName} has none.`,
      );
    }
    return this.unlisted(proxy);
  }

  private toTag(
    proxy: ProxyModel,
    settings: ReachSettings,
    tag: string,
  ): WayOut {
    if (!settings.transparent) {
      return settings.outbounds.some(each => each.tag === tag)
        ? open('outbound', `${proxy.displayName} has an outbound to ${tag}.`)
        : noOutbound(proxy, settings, tag);
    }
    if (this.mode === 'Exclusive') {
      return closed(
        'mode',
        'The mesh makes no outbound for tags: its MeshServices are Exclusive.',
      );
    }
    const { services } = settings;
    if (services) {
      return services.has(tag)
        ? open(
            'listed',
            `reachableServices of ${proxy.displayName} name ${tag}.`,
          )
        : closed(
            'not-listed',
            `reachableServices of ${proxy.displayName} leave ${tag} out.`,
          );
    }
    return settings.backends
      ? open('not-narrowed', 'reachableBackends do not narrow tags.')
      : this.unlisted(proxy);
  }

  /** Nothing of the proxy narrows it: the control plane's default decides. */
  private unlisted(proxy: ProxyModel): WayOut {
    const isRestricted = closesUnlisted(this.mesh);
    if (isRestricted === 'unknown') {
      return unknown(
        'not-told',
        `${proxy.displayName} has no reachableBackends, and the control plane does not tell whether it closes what is not listed.`,
      );
    }
    return isRestricted
      ? closed(
          'restricted',
          `${proxy.displayName} has no reachableBackends, and the control plane closes what is not listed (restrictOutbound).`,
        )
      : open(
          'not-narrowed',
          `Nothing narrows what ${proxy.displayName} can call.`,
        );
  }

  /** A MeshService made of a tag is still reached by that tag. */
  private byTag(
    proxy: ProxyModel,
    settings: ReachSettings,
    target: Target,
  ): WayOut | undefined {
    if (target.kind !== 'MeshService') return undefined;
    const tags = readArray(readRecord(target.service.spec).identities).flatMap(
      value => {
        const identity = readRecord(value);
        const tag =
          identity.type === 'ServiceTag' && readString(identity.value);
        return tag ? [tag] : [];
      },
    );
    const tag = tags.find(
      each => this.toTag(proxy, settings, each).state === 'open',
    );
    return tag === undefined
      ? undefined
      : open(
          'by-tag',
          `${proxy.displayName} reaches it as ${tag} (its tag), not by the names of the MeshService.`,
        );
  }

  /**
   * Whether references open a port. One with a port that the service has opens
   * that port only; one with another port opens all (measured).
   */
  private listed(
    proxy: ProxyModel,
    refs: BackendRef[],
    target: Target,
    section: string | undefined,
  ): boolean | 'chance' {
    let byChance = false;
    for (const ref of refs) {
      if (ref.kind !== target.kind) continue;
      const matched = this.targets.matched(proxy, ref);
      if (!matched.includes(target)) continue;
      const narrows = (each: Target) =>
        ref.port !== undefined &&
        each.ports.some(port => port.section === String(ref.port));
      // 2.14.3 stops at the first service that has the port, in no order.
      if (matched.length > 1 && matched.some(narrows)) byChance = true;
      else if (
        !narrows(target) ||
        section === undefined ||
        section === String(ref.port)
      )
        return true;
    }
    return byChance && 'chance';
  }

  private settingsOf(dataplane: string): ReachSettings | undefined {
    const known = this.settings.get(dataplane);
    if (known) return known;
    const resource = this.mesh.dataplanes.get(dataplane);
    const settings = resource && readReach(resource);
    if (settings) this.settings.set(dataplane, settings);
    return settings;
  }
}

function reachOf(transparentProxying: unknown) {
  const { reachableBackends, reachableServices } =
    readRecord(transparentProxying);
  return { reachableBackends, reachableServices };
}

function noOutbound(
  proxy: ProxyModel,
  { outbounds }: ReachSettings,
  name: string,
): WayOut {
  return outbounds.length > 0
    ? closed(
        'no-outbound',
        `${proxy.displayName} has no transparent proxying and no outbound to ${name}.`,
      )
    : closed(
        'no-outbounds',
        `${proxy.displayName} has neither transparent proxying nor any outbound, so nothing is called through it.`,
      );
}

function chance(target: Target): WayOut {
  return unknown(
    'chance',
    `A reference with labels and a port fits several services, and Kuma opens one of them in no order; whether that is ${target.displayName} cannot be told.`,
  );
}
