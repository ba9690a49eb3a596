import {
  createEvaluator,
  DECIDING_KINDS,
  KumaResource,
  Proxy,
  SourceStatus,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  ControlPlaneFacts,
  KumaClient,
  RawProxy,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { PartName, ReadParts } from '../parts/ReadParts';
import { ControlPlaneRecord, snapshotOf } from '../read/snapshotOf';
import { ObjectStore } from '../store/ObjectStore';
import { sourceKey } from '../store/SourceStore';
import { NewObject } from '../store/types';
import { ReadOptions, SourceReader, SourceReading } from '../types';
import { countKuma, Listed } from './countKuma';
import {
  KumaLists,
  partOf,
  READ_KINDS,
  ReadKind,
  StoredLive,
  withUnlisted,
} from './KumaLists';
import { normaliseMesh } from './normaliseMesh';
import { normaliseServices } from './normaliseServices';
import { ProxyLive, proxySync } from './proxySync';
import { KumaSettings } from './settings';
import { sharedHostnames } from './sharedHostnames';

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

type Lists = Record<ReadKind, KumaResource[]>;

/** One list may take this share of the deadline. */
const SHARE_OF_PART = 0.4;

const FACTS: PartName = {
  name: 'kinds of resources',
  advice: 'Let our account read /_resources.',
};
const MESHES = partOf('Mesh');

/** Reads one control plane; only its meshes are obligatory. */
export class KumaReader implements SourceReader {
  readonly #client: KumaClient;
  readonly #settings: KumaSettings;
  readonly #store: ObjectStore;
  /** Last good states of parts. */
  readonly #good = new Map<string, unknown>();

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

  async read(options: ReadOptions): Promise<SourceReading> {
    const { signal } = options;
    const source = sourceKey({ kind: 'kuma', name: this.#settings.name });
    const parts = ReadParts.begin({
      ...options,
      before: options.parts,
      good: this.#good,
      budget: options.deadline * SHARE_OF_PART,
    });
    const told = await parts.read(FACTS, partSignal =>
      this.#client.facts({ signal: partSignal }),
    );
    const facts = told.value
      ? { ...told.value, serves: (kind: string) => kind in told.value!.kinds }
      : await this.#lastFacts(source, options);
    const listed = await this.#client.list('Mesh', { signal });
    parts.succeed(MESHES);
    const meshes = parts.doubt(MESHES, listed.doubt)
      ? withUnlisted(
          listed.rows,
          await this.#store
            .dataOf(source, 'Mesh', (data: KumaResource) => data)
            .then(stored => [...stored.values()]),
        )
      : listed.rows;

    const before = await this.#store.liveOf<StoredLive>(source, 'proxy');
    const lists = new KumaLists({
      client: this.#client,
      store: this.#store,
      source,
      parts,
      meshes: meshes.map(({ name }) => name),
      before,
    });
    const [proxies, ...read] = await Promise.all([
      lists.proxies(),
      ...READ_KINDS.map(async kind => ({
        kind,
        ...(facts.serves(kind)
          ? await lists.resources(kind)
          : { rows: [], skipped: [] }),
      })),
    ]);

    const listings = [
      { kind: 'Mesh', ...listed },
      { kind: 'Dataplane', ...proxies },
      ...read,
    ];
    const skipped = skippedOf(listings);
    const objects: NewObject[] = [];
    const guarded: string[] = [];
    const record = this.#record(facts, proxies.rows, parts);
    objects.push({ kind: 'facts', mesh: '', key: '', data: record });
    for (const mesh of meshes) {
      if (!this.#isWanted(mesh.name)) continue;
      const ofMesh = Object.fromEntries(
        read.map(({ kind, rows }) => [
          kind,
          rows.filter(row => row.mesh === mesh.name),
        ]),
      ) as Lists;
      const own = proxies.rows.filter(proxy => proxy.mesh === mesh.name);
      const result = this.#meshObjects(mesh, ofMesh, own, facts, {
        before,
        record,
        now: options.now,
      });
      objects.push(...result.objects);
      guarded.push(...result.services);
      skipped.push(...result.clashes);
    }
    skipped.push(...this.#missingMeshes(meshes));
    countKuma(parts, listings, {
      meshes,
      isWanted: mesh => this.#isWanted(mesh),
    });
    parts.clock(this.#client.clockSkew?.());
    return {
      version: facts.version,
      writable: this.#isWritable(facts, record),
      objects,
      parts: parts.list,
      skipped,
      keep: keepUnreadable(listings),
      guarded: { what: 'services', keys: guarded },
    };
  }

  /** What the control plane told of itself last, before this process. */
  async #lastFacts(source: string, options: ReadOptions): Promise<FactsInUse> {
    const stored = await this.#store.dataOf(
      source,
      'facts',
      (record: ControlPlaneRecord) => record,
    );
    const known = new Set(options.parts.map(({ name }) => name));
    return {
      version: options.version ?? 'unknown',
      writable: options.writable ?? false,
      deployment: stored.get('/')?.deployment,
      serves: kind => known.size === 0 || known.has(kind),
    };
  }

  #isWanted(mesh: string): boolean {
    return this.#settings.meshes?.includes(mesh) !== false;
  }

  #missingMeshes(meshes: KumaResource[]): SourceStatus['skipped'] {
    const missing = (this.#settings.meshes ?? []).filter(
      name => !meshes.some(mesh => mesh.name === name),
    );
    return missing.map(name => ({
      item: `mesh ${name}`,
      reason: `airflowKuma.kuma.controlPlanes.${
        this.#settings.name
      }.meshes names a mesh that the control plane does not have.`,
    }));
  }

  #isWritable(facts: FactsInUse, { kubernetes }: ControlPlaneRecord): boolean {
    // Creates are a 500 on Kubernetes even where _resources says otherwise.
    return (
      facts.writable && !kubernetes && this.#settings.driver === 'kuma-api'
    );
  }

  #record(facts: FactsInUse, proxies: RawProxy[], parts: ReadParts) {
    const environment = facts.deployment?.environment;
    const unread = parts.list.flatMap(({ name, mesh, state, since }) =>
      state !== 'read' && since !== undefined && isDeciding(name)
        ? [{ kind: name, ...(mesh !== undefined && { mesh }), since }]
        : [],
    );
    return {
      version: facts.version,
      cliques: this.#settings.cliques,
      // An account may be kept from the config; then resources tell.
      kubernetes: environment
        ? environment === 'kubernetes'
        : proxies.some(({ resource }) => isOfKubernetes(resource)),
      deployment: facts.deployment,
      kinds: DECIDING_KINDS.filter(kind => facts.serves(kind)),
      ...(unread.length > 0 && { unread }),
    };
  }

  #meshObjects(
    mesh: KumaResource,
    lists: Lists,
    proxies: RawProxy[],
    facts: FactsInUse,
    context: {
      before: Map<string, StoredLive>;
      record: ControlPlaneRecord;
      now: string;
    },
  ) {
    const name = mesh.name;
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
        context.record,
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
        writable: this.#isWritable(facts, context.record),
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
      clashes: sharedHostnames(services),
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

/** What is known of a control plane, told now or last. */
export type FactsInUse = Pick<
  ControlPlaneFacts,
  'version' | 'writable' | 'deployment'
> & {
  /** Whether it has a kind at all. */
  serves: (kind: string) => boolean;
};

function skippedOf(listings: Listed[]): SourceStatus['skipped'] {
  return listings.flatMap(({ kind, skipped }) =>
    skipped.map(item => ({
      item: `${kind} ${item.id ?? item.item}`,
      reason: item.reason,
    })),
  );
}

function isDeciding(kind: string): boolean {
  return (DECIDING_KINDS as readonly string[]).includes(kind);
}

function isOfKubernetes({ labels }: KumaResource): boolean {
  return (
    labels?.['kuma.io/env'] === 'kubernetes' ||
    labels?.['k8s.kuma.io/namespace'] !== undefined
  );
}

/** An item that is there but could not be understood is not gone. */
function keepUnreadable(listings: Listed[]): SourceReading['keep'] {
  const unreadable = new Set(
    listings.flatMap(({ kind, skipped }) =>
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
