import { evaluatorOf, InternalEvaluator } from '../createEvaluator';
import { Engine } from '../engines';
import { gateOf } from '../gate';
import { identityOfProxy } from '../identity';
import { destinationOf, InboundModel, ProxyModel, readProxy } from '../mesh';
import { readPolicy, readTrafficPermission } from '../policies';
import { bothEnds } from '../reach';
import { ServiceIndex } from '../services';
import { isLegacyCertificate } from '../sni';
import {
  DestinationInbound,
  KumaResource,
  MeshSnapshot,
  ProxyIdentity,
  SourceIdentity,
  Verdict,
  VerdictOutcome,
} from '../types';
import { CompiledMesh, compileMesh } from '../verdict';
import { unreadFor } from '../verdict/unread';
import { Bitset, hasBit } from './bitset';
import { DestinationClass, DestinationClasses } from './DestinationClasses';
import { PolicyGroups } from './PolicyGroups';
import { allowedClasses, countMembers, outcomeOf, Row } from './row';
import { SourceClasses } from './SourceClasses';
import { AccessMatrix, MatrixChange } from './types';
import { openAt, WayOutSet, WayOutSets } from './WayOutSets';

type WaysOutOfSources = {
  all: WayOutSets;
  /** By index of the source; without those that nothing narrows. */
  sets: Map<number, WayOutSet>;
};

/**
 * The matrix as sets: sources and destinations in classes, and for each class
 * of destinations the classes of sources that are denied and allowed. Inbounds
 * that sets cannot tell (the older dialects, before 2.14, matches that Envoy
 * refuses) are asked one by one.
 */
export class DefaultAccessMatrix implements AccessMatrix {
  private readonly mesh: CompiledMesh;
  private readonly sourceClasses: SourceClasses;
  private readonly groups: PolicyGroups;
  private readonly destinationClasses: DestinationClasses;
  /** `undefined` where the proxy is gone. */
  private readonly inbounds: (InboundModel | undefined)[] = [];
  private readonly indexes = new Map<InboundModel, number>();
  private readonly identities = new Map<ProxyModel, ProxyIdentity>();
  private readonly open = new Set<number>();
  /** Kinds that decide were not told, so that nothing is known. */
  private readonly isUnread: boolean;
  private services?: ServiceIndex;
  /** Of the caller's end, until a proxy changes. */
  private waysOut?: WaysOutOfSources;
  private evaluator: InternalEvaluator;
  /** What is known of classes and engines until the next change. */
  private rows = new Map<DestinationClass, Row | undefined>();
  private countsByEngine = new Map<Engine, number>();

  static create(snapshot: MeshSnapshot): AccessMatrix {
    return new DefaultAccessMatrix(snapshot);
  }

  private constructor(snapshot: MeshSnapshot) {
    this.mesh = compileMesh(snapshot);
    this.isUnread = unreadFor(snapshot).length > 0;
    const { proxies } = this.mesh;
    const uriSans = [...proxies.values()].map(proxy =>
      this.readIdentity(proxy),
    );
    this.sourceClasses = new SourceClasses(
      uriSans.filter(each => each.length > 0),
    );
    this.groups = new PolicyGroups(
      this.mesh,
      this.sourceClasses,
      inbound => this.sniOf(inbound),
      inbound => this.inbounds[inbound],
    );
    for (const inbound of this.mesh.inbounds) this.register(inbound);
    for (const policy of this.mesh.policies) this.groups.add(policy);
    for (const group of this.groups.list) group.compute(this.sourceClasses);
    this.destinationClasses = new DestinationClasses(
      this.sourceClasses,
      this.groups.list,
    );
    this.destinationClasses.build(this.groups.byInbound(this.inbounds.length));
    this.evaluator = evaluatorOf(this.mesh);
  }

  sources(): SourceIdentity[] {
    return this.sourceClasses.sources
      .filter(({ proxies }) => proxies > 0)
      .map(({ uriSans }) => ({ uriSans }));
  }

  destinations(): DestinationInbound[] {
    return this.mesh.inbounds.map(({ proxy, section }) => ({
      dataplane: proxy.name,
      inbound: section,
    }));
  }

  outcome(
    source: SourceIdentity,
    destination: DestinationInbound,
  ): VerdictOutcome {
    if (this.isUnread) return 'unknown';
    const inbound = this.find(destination);
    const { outcome } = bothEnds(
      this.atDestination(source, destination, inbound),
      inbound && this.wayOut(source, inbound),
    );
    return outcome;
  }

  /** What is enforced at the destination, whether or not a call gets there. */
  private atDestination(
    source: SourceIdentity,
    destination: DestinationInbound,
    inbound: InboundModel | undefined,
  ): VerdictOutcome {
    const row = inbound && destination.sni === undefined && this.rowOf(inbound);
    const index = this.sourceClasses.find(source.uriSans.join(','));
    const isTold =
      row &&
      index !== undefined &&
      !(row.usesSni && isLegacyCertificate(source.uriSans));
    if (!isTold) return this.verdict(source, destination).enforced;
    return outcomeOf(row, this.sourceClasses.sources[index].class);
  }

  verdict(source: SourceIdentity, destination: DestinationInbound): Verdict {
    return this.evaluator.evaluate(source, destination);
  }

  allowedCounts(): number[] {
    if (this.isUnread) return this.mesh.inbounds.map(() => 0);
    const members = this.sourceClasses.classes.map(() => 0);
    const narrowed = new Map<WayOutSet, number[]>();
    const { sets } = this.waysOutOfSources();
    this.sourceClasses.sources.forEach((source, index) => {
      if (source.proxies === 0) return;
      const set = sets.get(index);
      if (!set) members[source.class]++;
      else {
        const known = narrowed.get(set);
        if (known) known.push(source.class);
        else narrowed.set(set, [source.class]);
      }
    });
    const letOut = openAt(narrowed);
    const anyLegacy = this.sources().some(({ uriSans }) =>
      isLegacyCertificate(uriSans),
    );
    const counts = new Map<Row, { allowed: Bitset; count: number }>();
    return this.mesh.inbounds.map(inbound => {
      const row = this.rowOf(inbound);
      if (!row || (row.usesSni && anyLegacy))
        return this.countOneByOne(inbound);
      let known = counts.get(row);
      if (!known) {
        const allowed = allowedClasses(row);
        known = { allowed, count: countMembers(allowed, members) };
        counts.set(row, known);
      }
      let { count } = known;
      // Of those that lists narrow only whom they let out to here.
      for (const classes of this.isCarried(inbound)
        ? letOut.get(inbound) ?? []
        : narrowed.values()) {
        for (const own of classes) {
          if (hasBit(known.allowed, own)) count++;
        }
      }
      return count;
    });
  }

  private isCarried(inbound: InboundModel): boolean {
    return this.waysOutOfSources().all.isCarried(inbound);
  }

  private wayOut(source: SourceIdentity, inbound: InboundModel) {
    const { all, sets } = this.waysOutOfSources();
    const index = this.sourceClasses.find(source.uriSans.join(','));
    const state =
      index === undefined ? undefined : all.state(sets.get(index), inbound);
    return state && { state };
  }

  private waysOutOfSources(): WaysOutOfSources {
    if (this.waysOut) return this.waysOut;
    const all = new WayOutSets(this.mesh, this.evaluator, this.serviceIndex());
    const proxies = new Map<number, string[]>();
    for (const [proxy, { uriSans }] of this.identities) {
      const index = this.sourceClasses.find(uriSans.join(','));
      if (index === undefined) continue;
      const known = proxies.get(index);
      if (known) known.push(proxy.name);
      else proxies.set(index, [proxy.name]);
    }
    const sets = new Map<number, WayOutSet>();
    for (const [index, names] of proxies) {
      const set = all.of(names);
      if (set) sets.set(index, set);
    }
    this.waysOut = { all, sets };
    return this.waysOut;
  }

  classes(): { sources: number; destinations: number } {
    const sources = new Set<number>();
    for (const source of this.sourceClasses.sources) {
      if (source.proxies > 0) sources.add(source.class);
    }
    const destinations = this.destinationClasses.classes.filter(
      ({ members }) => members > 0,
    );
    return { sources: sources.size, destinations: destinations.length };
  }

  update(change: MatrixChange): void {
    if ('policy' in change) {
      this.removePolicy(change.policy.type, change.policy.name);
      this.addPolicy(change.policy);
    } else if ('removedPolicy' in change) {
      this.removePolicy(change.removedPolicy.type, change.removedPolicy.name);
    } else if ('dataplane' in change) {
      const proxy = readProxy(change.dataplane);
      this.removeProxy(proxy.name);
      this.addProxy(proxy, change.dataplane);
    } else {
      this.removeProxy(change.removedDataplane);
    }
    this.mesh.engines.clear();
    this.evaluator = evaluatorOf(this.mesh);
    this.rows = new Map();
    this.countsByEngine = new Map();
  }

  private addPolicy(resource: MeshSnapshot['mesh']) {
    if (resource.type === 'TrafficPermission') {
      if (!this.mesh.capabilities.legacy) return;
      this.mesh.trafficPermissions.push(readTrafficPermission(resource));
      return;
    }
    const policy = readPolicy(resource);
    this.mesh.policies.push(policy);
    const { touched, created, splits } = this.groups.add(policy);
    if (splits.length > 0) this.split(splits);
    for (const group of touched)
      this.groups.list[group].compute(this.sourceClasses);
    for (const group of created) this.destinationClasses.addGroup(group);
    this.destinationClasses.grow();
    for (const group of touched) this.destinationClasses.computeGroup(group);
  }

  private removePolicy(type: string, name: string) {
    const { mesh } = this;
    if (type === 'TrafficPermission') {
      mesh.trafficPermissions = mesh.trafficPermissions.filter(
        permission => permission.name !== name,
      );
      return;
    }
    const policy = mesh.policies.find(
      ({ reference }) => reference.name === name,
    );
    if (!policy) return;
    mesh.policies = mesh.policies.filter(other => other !== policy);
    for (const group of this.groups.remove(policy)) {
      this.groups.list[group].compute(this.sourceClasses);
      this.destinationClasses.computeGroup(group);
    }
  }

  private addProxy(proxy: ProxyModel, resource: KumaResource) {
    this.services = undefined;
    this.waysOut = undefined;
    this.mesh.proxies.set(proxy.name, proxy);
    this.mesh.dataplanes.set(proxy.name, resource);
    this.mesh.inbounds = [...this.mesh.inbounds, ...proxy.inbounds];
    const uriSans = this.readIdentity(proxy);
    if (
      uriSans.length > 0 &&
      this.sourceClasses.add(uriSans).added !== undefined
    ) {
      this.destinationClasses.grow();
      for (const group of this.groups.list) group.compute(this.sourceClasses);
      this.destinationClasses.computeAll();
    }
    for (const inbound of proxy.inbounds) {
      const index = this.register(inbound);
      this.destinationClasses.add(index, this.groups.addInbound(index));
    }
  }

  private removeProxy(name: string) {
    const proxy = this.mesh.proxies.get(name);
    if (!proxy) return;
    this.services = undefined;
    this.waysOut = undefined;
    this.mesh.proxies.delete(name);
    this.mesh.dataplanes.delete(name);
    this.mesh.inbounds = this.mesh.inbounds.filter(
      inbound => inbound.proxy !== proxy,
    );
    this.sourceClasses.remove(this.identities.get(proxy)?.uriSans ?? []);
    this.identities.delete(proxy);
    for (const inbound of proxy.inbounds) {
      const index = this.indexes.get(inbound)!;
      this.inbounds[index] = undefined;
      this.indexes.delete(inbound);
      this.groups.removeInbound(index, this.destinationClasses.groupsOf(index));
      this.destinationClasses.remove(index);
    }
  }

  private split(splits: [number, number][]) {
    this.destinationClasses.split(splits);
    for (const group of this.groups.list) {
      if (
        splits.some(
          ([old]) => group.says('deny', old) || group.says('allow', old),
        )
      ) {
        group.compute(this.sourceClasses);
      }
    }
  }

  private readIdentity(proxy: ProxyModel): string[] {
    const { snapshot, capabilities } = this.mesh;
    const identity = identityOfProxy(snapshot, capabilities, proxy);
    this.identities.set(proxy, identity);
    return identity.uriSans;
  }

  private register(inbound: InboundModel): number {
    const { snapshot, capabilities, meshTLSes } = this.mesh;
    const index = this.inbounds.push(inbound) - 1;
    this.indexes.set(inbound, index);
    this.groups.index.add(inbound);
    const identity = this.identities.get(inbound.proxy)!;
    const gate = gateOf(snapshot, capabilities, meshTLSes, inbound, identity);
    if (gate.state === 'open') this.open.add(index);
    return index;
  }

  private sniOf(index: number): string | undefined {
    const inbound = this.inbounds[index];
    return inbound && this.serviceIndex().sniOfInbound(inbound, false);
  }

  private serviceIndex(): ServiceIndex {
    const { snapshot, capabilities, proxies } = this.mesh;
    this.services ??= new ServiceIndex(snapshot, capabilities, [
      ...proxies.values(),
    ]);
    return this.services;
  }

  private find(destination: DestinationInbound): InboundModel | undefined {
    const inbounds =
      this.mesh.proxies.get(destination.dataplane)?.inbounds ?? [];
    return inbounds.find(({ section }) => section === destination.inbound);
  }

  /** What sets say of an inbound, `undefined` where they do not tell. */
  private rowOf(inbound: InboundModel): Row | undefined {
    const index = this.indexes.get(inbound);
    if (index === undefined || this.open.has(index)) return undefined;
    const { classes, classOf } = this.destinationClasses;
    const own = classes[classOf[index]];
    if (!this.rows.has(own)) {
      const groups = own.groups.map(group => this.groups.list[group]);
      const wide = groups.filter(({ isWide }) => isWide);
      const usesSni = groups.some(group => group.usesSni);
      const isTold = this.groups.tellAll(own.groups);
      this.rows.set(own, isTold ? { own, wide, usesSni } : undefined);
    }
    return this.rows.get(own);
  }

  private countOneByOne(inbound: InboundModel): number {
    const { gate, engine } = this.evaluator.stateOf(inbound);
    const sources = this.sources();
    const isLetOut = (source: SourceIdentity) =>
      (this.wayOut(source, inbound)?.state ?? 'open') === 'open';
    const letOut = sources.filter(isLetOut);
    if (gate.state === 'open') return letOut.length;
    const isNarrowed = letOut.length < sources.length;
    const known =
      isNarrowed || engine.usesSni
        ? undefined
        : this.countsByEngine.get(engine);
    if (known !== undefined) return known;
    const destination = destinationOf(inbound);
    const count = letOut.filter(
      source =>
        this.evaluator.evaluate(source, destination).enforced === 'allow',
    ).length;
    if (!engine.usesSni && !isNarrowed) this.countsByEngine.set(engine, count);
    return count;
  }
}
