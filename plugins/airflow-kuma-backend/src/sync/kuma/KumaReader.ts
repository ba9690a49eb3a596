import {
  createEvaluator,
  KumaResource,
  Proxy,
  SourceStatus,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  ControlPlaneFacts,
  KumaClient,
  KumaKind,
  Listing,
  RawProxy,
  SkippedItem,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { snapshotOf } from '../read/snapshotOf';
import { ObjectStore } from '../store/ObjectStore';
import { sourceKey } from '../store/SourceStore';
import { NewObject } from '../store/types';
import { SourceReader, SourceReading } from '../types';
import { normaliseMesh } from './normaliseMesh';
import { normaliseServices } from './normaliseServices';
import { ProxyLive, proxySync } from './proxySync';
import { KumaSettings } from './settings';

/** Kinds that are read of all meshes at once, one walk over pages each. */
const READ_KINDS = [
  'MeshService',
  'MeshMultiZoneService',
  'MeshExternalService',
  'ExternalService',
  'MeshIdentity',
  'MeshTLS',
  'MeshTrace',
  'MeshTrafficPermission',
  'TrafficPermission',
] as const satisfies KumaKind[];

/** Kinds that decide which identity a proxy has. */
const IDENTITY_KINDS = new Set(['Dataplane', 'MeshIdentity', 'MeshTLS']);

/** Kinds whose time of modification says something to people. */
const DATED_KINDS = new Set<string>([
  'Mesh',
  'MeshIdentity',
  'MeshTLS',
  'MeshTrafficPermission',
  'TrafficPermission',
]);

type Lists = Record<(typeof READ_KINDS)[number], KumaResource[]>;

/** Reads one control plane whole. */
export class KumaReader implements SourceReader {
  readonly #client: KumaClient;
  readonly #settings: KumaSettings;
  readonly #store: ObjectStore;

  static create(options: {
    client: KumaClient;
    settings: KumaSettings;
    store: ObjectStore;
  }): KumaReader {
    return new KumaReader(options);
  }

  private constructor(options: {
    client: KumaClient;
    settings: KumaSettings;
    store: ObjectStore;
  }) {
    this.#client = options.client;
    this.#settings = options.settings;
    this.#store = options.store;
  }

  async read(options: {
    now: string;
    signal: AbortSignal;
  }): Promise<SourceReading> {
    const { signal } = options;
    const facts = await this.#client.facts({ signal });
    const meshes = await this.#client.list('Mesh', { signal });
    const proxies = await this.#client.listProxies({ signal });
    const read = await Promise.all(
      READ_KINDS.map(
        async kind =>
          [kind, await this.#client.list(kind, { signal })] as const,
      ),
    );
    const before = await this.#store.liveOf<{ shown: ProxyLive } & ProxyLive>(
      sourceKey({ kind: 'kuma', name: this.#settings.name }),
      'proxy',
    );

    const skipped = skippedOf([
      ['Mesh', meshes],
      ['Dataplane', proxies],
      ...read,
    ]);
    const objects: NewObject[] = [this.#factsObject(facts)];
    const guarded: string[] = [];
    for (const mesh of meshes.rows) {
      if (this.#settings.meshes?.includes(mesh.name) === false) continue;
      const lists = Object.fromEntries(
        read.map(([kind, listing]) => [
          kind,
          listing.rows.filter(row => row.mesh === mesh.name),
        ]),
      ) as Lists;
      const own = proxies.rows.filter(proxy => proxy.mesh === mesh.name);
      const result = this.#meshObjects(mesh, lists, own, facts, {
        before,
        now: options.now,
      });
      objects.push(...result.objects);
      guarded.push(...result.services);
      skipped.push(...result.skipped);
    }
    const missing = this.#settings.meshes?.filter(
      name => !meshes.rows.some(mesh => mesh.name === name),
    );
    for (const name of missing ?? []) {
      skipped.push({
        item: `mesh ${name}`,
        reason: `airflowKuma.kuma.controlPlanes.${
          this.#settings.name
        }.meshes names a mesh that the control plane does not have.`,
      });
    }
    return {
      version: facts.version,
      writable: facts.writable && this.#settings.driver === 'kuma-api',
      objects,
      skipped,
      keep: keepUnreadable([...read, ['Dataplane', proxies], ['Mesh', meshes]]),
      guarded: { what: 'services', keys: guarded },
    };
  }

  #factsObject(facts: ControlPlaneFacts): NewObject {
    return {
      kind: 'facts',
      mesh: '',
      key: '',
      data: this.#record(facts),
    };
  }

  #record(facts: ControlPlaneFacts) {
    return {
      version: facts.version,
      cliques: this.#settings.cliques,
      kubernetes: facts.deployment?.environment === 'kubernetes',
      deployment: facts.deployment,
    };
  }

  #meshObjects(
    mesh: KumaResource,
    lists: Lists,
    proxies: RawProxy[],
    facts: ControlPlaneFacts,
    context: {
      before: Map<string, ProxyLive & { shown: ProxyLive }>;
      now: string;
    },
  ) {
    const name = mesh.name;
    const skipped: SourceStatus['skipped'] = [];
    const resources = [
      ...proxies.map(proxy => ({ kind: 'Dataplane', data: proxy.resource })),
      ...READ_KINDS.flatMap(kind =>
        lists[kind].map(data => ({ kind: kind as string, data })),
      ),
    ];
    const services = normaliseServices(
      {
        mesh,
        meshServices: lists.MeshService,
        meshMultiZoneServices: lists.MeshMultiZoneService,
        meshExternalServices: lists.MeshExternalService,
        externalServices: lists.ExternalService,
        proxies,
      },
      this.#settings,
    );
    // What a proxy shows does not depend on permissions, of which there are many.
    const evaluator = createEvaluator(
      snapshotOf(
        this.#record(facts),
        mesh,
        resources.filter(({ kind }) => IDENTITY_KINDS.has(kind)),
      ),
    );
    const permissions =
      lists.MeshTrafficPermission.length + lists.TrafficPermission.length;
    const summary = normaliseMesh(
      {
        mesh,
        meshIdentities: lists.MeshIdentity,
        meshTLSes: lists.MeshTLS,
        meshTraces: lists.MeshTrace,
        proxies,
        zones: services.map(service => service.zone),
        services: services.length,
        permissions,
      },
      facts,
      this.#settings,
    );

    const objects: NewObject[] = [
      { kind: 'mesh', mesh: name, key: name, data: summary },
      { kind: 'Mesh', mesh: name, key: name, data: withoutNoise(mesh) },
      ...resources.map(({ kind, data }) => ({
        kind,
        mesh: name,
        key: data.name,
        data: withoutNoise(data),
      })),
      ...services.map(service => ({
        kind: 'service',
        mesh: name,
        key: `${service.kind}/${service.name}`,
        data: service,
      })),
      ...proxies.map(raw => {
        const { resource: _, sync, ...proxy } = raw;
        const live = proxySync(
          sync,
          readerOf(context.before.get(`${name}/${raw.name}`)),
          context.now,
        );
        const data: Omit<Proxy, 'sync'> = {
          ...proxy,
          controlPlane: this.#settings.name,
          uriSans: evaluator.identityOf(raw.name).uriSans,
        };
        return {
          kind: 'proxy',
          mesh: name,
          key: raw.name,
          data,
          live: { shown: { sync: live.sync }, connection: live.connection },
        };
      }),
    ];
    return {
      objects,
      skipped,
      services: services.map(
        service => `${name}/${service.kind}/${service.name}`,
      ),
    };
  }
}

function readerOf(
  stored: (ProxyLive & { shown: ProxyLive }) | undefined,
): ProxyLive | undefined {
  return stored && { sync: stored.shown.sync, connection: stored.connection };
}

/**
 * Kuma rewrites the time of modification of generated kinds whenever a proxy
 * comes or goes; kept, each such write would be a version that says nothing.
 */
function withoutNoise(resource: KumaResource): KumaResource {
  if (DATED_KINDS.has(resource.type)) return resource;
  const { modificationTime: _, ...rest } = resource;
  return rest as KumaResource;
}

function skippedOf(
  listings: (readonly [string, Listing<unknown>])[],
): SourceStatus['skipped'] {
  return listings.flatMap(([kind, { skipped }]) =>
    skipped.map(item => ({
      item: `${kind} ${item.id ?? item.item}`,
      reason: item.reason,
    })),
  );
}

/** An item that is there but could not be understood is not gone. */
function keepUnreadable(
  listings: (readonly [string, { skipped: SkippedItem[] }])[],
): SourceReading['keep'] {
  const unreadable = new Set(
    listings.flatMap(([kind, { skipped }]) =>
      skipped.flatMap(item => (item.id ? [`${kind} ${item.id}`] : [])),
    ),
  );
  if (unreadable.size === 0) return undefined;
  return ({ kind, key }) => {
    if (unreadable.has(`${kind} ${key}`)) return true;
    // What we derived from it stays with it.
    if (kind === 'proxy') return unreadable.has(`Dataplane ${key}`);
    if (kind === 'mesh') return unreadable.has(`Mesh ${key}`);
    if (kind === 'service') return unreadable.has(key.replace('/', ' '));
    return false;
  };
}
