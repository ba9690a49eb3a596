import { kri, kumaTime } from './format';
import type { GoneFromKuma } from './goneRoutes';
import { sorted } from './labels';
import {
  acknowledge,
  catchUp,
  newInsight,
  rejectionInterval,
  renew,
} from './proxyLife';
import { refreshServices, refreshWorkloads } from './refresh';
import { ResourceStore } from './ResourceStore';
import { selects } from './selects';
import {
  dataplaneResource,
  externalServiceResource,
  meshExternalServiceResource,
  meshIdentityResource,
  meshResource,
  meshServiceResource,
  meshTrustResource,
  Place,
  policyResource,
} from './shapes';
import { Insight, KumaVersion, MeshSeed, ProxySeed, Resource } from './types';

const minute = 60_000;
const dayMinutes = 24 * 60;
/** How long a write takes to reach the proxies; measured about 1.4 s to Envoy. */
const syncDelay = 1_000;

const demoPem =
  '-----BEGIN CERTIFICATE-----\nZGVtbyBkYXRhLCBub3QgYSBjZXJ0aWZpY2F0ZQ==\n-----END CERTIFICATE-----\n';

/**
 * A control plane in memory: its resources, what it knows of its proxies, and
 * ways to change both. Nothing runs in the background: what time would have
 * done is caught up with on the next read.
 * @public
 */
export class KumaState {
  readonly version: KumaVersion;
  readonly zone: string;
  readonly now: () => number;
  /** Answers every write with 405, and says so in `_resources`. */
  readOnly = false;
  /** `defaults.restrictOutbound` of its config; absent where it has no such key. */
  restrictOutbound?: boolean | null;
  /** Whether its config is an administrator's to read. */
  hidesConfig = false;
  /** Endpoints that it does not have any more. */
  gone: GoneFromKuma[] = [];
  /** Rises with each change of a resource. */
  revision = 0;
  /** @internal */
  readonly store = new ResourceStore();
  /** @internal */
  readonly insights = new Map<string, Insight>();
  #pending: { at: number; proxy: string }[] = [];
  readonly #zones = new Map<string, object>();
  readonly #seeds = new Map<string, MeshSeed>();

  constructor(options: {
    version: KumaVersion;
    zone: string;
    now: () => number;
    meshes: MeshSeed[];
  }) {
    this.version = options.version;
    this.zone = options.zone;
    this.now = options.now;
    for (const mesh of options.meshes) this.#seed(mesh);
  }

  /** Adds a proxy, or puts another in its place; it is online unless its seed says otherwise. */
  addDataplane(mesh: string, seed: ProxySeed): void {
    this.#addProxy(mesh, seed);
    this.#refresh(mesh);
  }

  removeDataplane(mesh: string, name: string): void {
    this.store.delete('Dataplane', mesh, name);
    this.insights.delete(proxyKey(mesh, name));
    this.#refresh(mesh);
  }

  /** The proxy disconnects; its control plane keeps it, as one that was made through the API. */
  takeOffline(mesh: string, name: string): void {
    this.#insight(mesh, name).disconnectTime = this.now();
    this.#refresh(mesh);
  }

  bringOnline(mesh: string, name: string): void {
    const insight = this.#insight(mesh, name);
    insight.disconnectTime = undefined;
    insight.connectTime = this.now();
    insight.lastUpdate = this.now();
    this.#refresh(mesh);
  }

  /** Its Envoy refuses what it is sent, again every five seconds. */
  startRejecting(mesh: string, name: string): void {
    const insight = this.#insight(mesh, name);
    insight.rejects = true;
    insight.nextRejection = this.now() + rejectionInterval;
    insight.sent += 1;
    insight.rejected += 1;
  }

  stopRejecting(mesh: string, name: string): void {
    const insight = this.#insight(mesh, name);
    insight.rejects = false;
    insight.nextRejection = undefined;
  }

  /** Counters stand still whatever is written, as with an inconsistent snapshot. */
  freezeCounters(mesh: string, name: string, frozen: boolean = true): void {
    this.#insight(mesh, name).frozen = frozen;
  }

  rotateCertificate(mesh: string, name: string): void {
    const { certificate } = this.#insight(mesh, name);
    if (!certificate) throw new Error(`Proxy ${name} has no certificate`);
    renew(certificate, this.now());
  }

  /** Writes without asking, as somebody with kubectl would. */
  applyDirectly(resource: Resource): void {
    const before = this.store.get(resource.type, resource.mesh, resource.name);
    this.store.put(resource);
    this.revision += 1;
    this.#queueSync([before, resource]);
  }

  /** Deletes behind the portal's back. */
  deleteDirectly(type: string, mesh: string, name: string): boolean {
    const before = this.store.get(type, mesh, name);
    this.revision += 1;
    this.#queueSync([before]);
    return this.store.delete(type, mesh, name);
  }

  /** Another zone, or another state of it, as a global control plane has it. */
  setZone(name: string, zone: { enabled: boolean; online: boolean }): void {
    const at = kumaTime(this.now());
    this.applyDirectly({
      type: 'Zone',
      name,
      creationTime: at,
      modificationTime: at,
      kri: kri('z', { name }),
      enabled: zone.enabled,
    });
    this.#zones.set(name, {
      connectTime: at,
      ...(!zone.online && { disconnectTime: at }),
      version: { kumaCp: { version: this.version } },
    });
  }

  /** @internal */
  zoneSubscriptions(name: string): unknown[] {
    const subscription = this.#zones.get(name);
    return subscription ? [subscription] : [];
  }

  /** @internal */
  place(mesh: string): Place {
    return { version: this.version, zone: this.zone, mesh };
  }

  /** @internal */
  issuer(mesh: string): { identity?: string; backend?: string } {
    const seed = this.#seeds.get(mesh);
    return { identity: seed?.identity?.name, backend: seed?.ca?.backend };
  }

  /** @internal */
  insight(mesh: string, name: string): Insight | undefined {
    return this.insights.get(proxyKey(mesh, name));
  }

  /** What happened since the last read: acknowledged writes, refusals, renewals. @internal */
  settle(): void {
    const now = this.now();
    const due = this.#pending.filter(({ at }) => at <= now);
    this.#pending = this.#pending.filter(({ at }) => at > now);
    for (const { at, proxy } of due) acknowledge(this.insights.get(proxy), at);
    for (const insight of this.insights.values()) catchUp(insight, now);
  }

  #seed(seed: MeshSeed): void {
    const at = { created: this.now() - 90 * dayMinutes * minute };
    const place = this.place(seed.name);
    this.#seeds.set(seed.name, seed);
    this.store.put(meshResource(this.version, seed, at));
    if (seed.identity) {
      this.store.put(meshIdentityResource(place, seed.identity, at));
      this.store.put(meshTrustResource(place, seed.identity.name, demoPem, at));
    }
    for (const [index, service] of seed.services.entries()) {
      this.store.put(meshServiceResource(place, service, at, index));
    }
    for (const [index, service] of seed.externalServices.entries()) {
      this.store.put(
        seed.meshServices === 'Disabled'
          ? externalServiceResource(place, service, at)
          : meshExternalServiceResource(place, service, at, index),
      );
    }
    for (const permission of seed.permissions) {
      this.store.put(
        policyResource(
          place,
          { name: 'MeshTrafficPermission', shortName: 'mtp' },
          permission,
          at,
        ),
      );
    }
    for (const { name, sources, destinations } of seed.trafficPermissions ??
      []) {
      this.store.put({
        ...policyResource(
          place,
          { name: 'TrafficPermission', shortName: '' },
          { name, spec: undefined },
          at,
        ),
        labels: { 'kuma.io/mesh': seed.name },
        kri: undefined,
        sources,
        destinations,
      });
    }
    const forProxies = (
      type: Parameters<typeof policyResource>[1],
      { name, labels }: { name: string; labels: Record<string, string> },
      conf: object,
    ) => {
      const targetRef = { kind: 'Dataplane', labels: sorted(labels) };
      this.store.put(
        policyResource(place, type, { name, spec: { targetRef, ...conf } }, at),
      );
    };
    for (const policy of seed.passthroughs ?? []) {
      const { mode, matches } = policy;
      forProxies({ name: 'MeshPassthrough', shortName: 'mp' }, policy, {
        default: {
          ...(mode && { passthroughMode: mode }),
          ...(matches && { appendMatch: matches }),
        },
      });
    }
    for (const policy of seed.tls ?? []) {
      forProxies({ name: 'MeshTLS', shortName: 'mtls' }, policy, {
        rules: [{ default: { mode: policy.mode } }],
      });
    }
    for (const proxy of seed.proxies) this.#addProxy(seed.name, proxy);
    this.#refresh(seed.name);
  }

  #addProxy(mesh: string, seed: ProxySeed): void {
    const now = this.now();
    const connected = now - 3 * dayMinutes * minute;
    this.store.put(
      dataplaneResource(this.place(mesh), seed, { created: connected }),
    );
    const settings = this.#seeds.get(mesh);
    this.insights.set(
      proxyKey(mesh, seed.name),
      newInsight(seed, mesh, {
        now,
        connected,
        lifetime:
          settings?.identity || settings?.ca
            ? (settings.identity?.lifetimeSeconds ?? dayMinutes * 60) * 1000
            : undefined,
      }),
    );
  }

  #insight(mesh: string, name: string): Insight {
    const insight = this.insight(mesh, name);
    if (!insight) throw new Error(`No proxy ${name} in mesh ${mesh}`);
    return insight;
  }

  #refresh(mesh: string): void {
    this.revision += 1;
    refreshServices(this, mesh);
    refreshWorkloads(this, mesh);
  }

  #queueSync(policies: (Resource | undefined)[]): void {
    for (const policy of policies) {
      if (!policy || !/TrafficPermission$/.test(policy.type)) continue;
      for (const proxy of this.store.list('Dataplane', policy.mesh)) {
        if (selects(policy, proxy)) {
          const at = this.now() + syncDelay;
          const key = proxyKey(proxy.mesh ?? '', proxy.name);
          this.#pending.push({ at, proxy: key });
        }
      }
    }
  }
}

function proxyKey(mesh: string, name: string): string {
  return `${mesh}/${name}`;
}
