import {
  DECIDING_KINDS,
  KumaResource,
  Service,
  SourceStatus,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  KumaClient,
  RawProxy,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { ReadParts } from '../parts/ReadParts';
import { ControlPlaneRecord } from '../read/snapshotOf';
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
} from './KumaLists';
import { withUnlisted } from './lastKnown';
import { meshObjects } from './meshObjects';
import { FactsInUse, readControlPlane } from './readControlPlane';
import { KumaSettings } from './settings';
import { sharedHostnames } from './sharedHostnames';
import { zonesAway } from './zonesAway';

/** One list may take this share of the deadline. */
const SHARE_OF_PART = 0.4;

const MESHES = partOf('Mesh');
const ZONES = partOf('Zone');

/** Drivers whose permissions somebody else applies, sooner or later. */
const BY_OTHERS = ['git', 'none'];

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
    const facts = await readControlPlane(this.#client, parts, options, () =>
      this.#record(source),
    );
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
      meshes: meshes
        .map(({ name }) => name)
        .filter(name => this.#isWanted(name)),
      before,
      serves: facts.serves,
    });
    const none = { rows: [], skipped: [] };
    const [proxies, zones, insights, ...read] = await Promise.all([
      lists.proxies(),
      facts.serves('Zone') ? lists.zones() : { ...none, isRead: false },
      facts.serves('ServiceInsight') ? lists.serviceInsights() : none,
      ...READ_KINDS.map(async kind => ({
        kind,
        ...(facts.serves(kind) ? await lists.resources(kind) : none),
      })),
    ]);

    const listings = [
      { kind: 'Mesh', ...listed },
      { kind: 'Dataplane', ...proxies },
      { kind: 'Zone', ...zones },
      { kind: 'ServiceInsight', ...insights },
      ...read,
    ];
    const skipped = skippedOf(listings);
    const objects: NewObject[] = [];
    const services: Service[] = [];
    const record = this.#recordOf(facts, proxies.rows, parts);
    objects.push({ kind: 'facts', mesh: '', key: '', data: record });
    for (const mesh of meshes) {
      if (!this.#isWanted(mesh.name)) continue;
      const ofMesh = Object.fromEntries(
        read.map(({ kind, rows }) => [
          kind,
          rows.filter(row => row.mesh === mesh.name),
        ]),
      ) as Record<ReadKind, KumaResource[]>;
      const own = proxies.rows.filter(proxy => proxy.mesh === mesh.name);
      const context = {
        facts,
        record,
        writable: this.#isWritable(facts, record),
        before,
        now: options.now,
      };
      const result = meshObjects(mesh, ofMesh, own, context, this.#settings);
      objects.push(...result.objects);
      services.push(...result.services);
      skipped.push(...sharedHostnames(result.services));
    }
    for (const zone of zones.rows) {
      objects.push({ kind: 'Zone', mesh: '', key: zone.name, data: zone });
    }
    if (zones.isRead) parts.remark(ZONES, zonesAway(zones.rows));
    skipped.push(...this.#missingMeshes(meshes));
    countKuma(parts, listings, {
      meshes,
      isWanted: mesh => this.#isWanted(mesh),
      proxies: proxies.rows,
      services,
    });
    parts.clock(this.#client.clockSkew?.());
    return {
      version: facts.version,
      writable: this.#isWritable(facts, record),
      objects,
      parts: parts.list,
      skipped,
      keep: keepUnreadable(listings),
      guarded: { what: 'services', keys: services.map(guardedKey) },
    };
  }

  /** What was stored of the control plane itself. */
  async #record(source: string): Promise<ControlPlaneRecord | undefined> {
    const stored = await this.#store.dataOf(
      source,
      'facts',
      (record: ControlPlaneRecord) => record,
    );
    return stored.get('/');
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
    const { driver } = this.#settings;
    // Creates are a 500 on Kubernetes even where _resources says otherwise.
    if (driver === 'kuma-api') return facts.writable && !kubernetes;
    return !BY_OTHERS.includes(driver);
  }

  #recordOf(
    facts: FactsInUse,
    proxies: RawProxy[],
    parts: ReadParts,
  ): ControlPlaneRecord {
    const environment = facts.deployment?.environment;
    const unread = parts.list.flatMap(({ name, mesh, state, since }) =>
      state !== 'read' && since !== undefined && isTelling(name)
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
      restrictOutbound: facts.restrictOutbound,
      lastRestrictOutbound: facts.lastRestrictOutbound,
      kinds: DECIDING_KINDS.filter(kind => facts.serves(kind)),
      ...(unread.length > 0 && { unread }),
    };
  }
}

function skippedOf(listings: Listed[]): SourceStatus['skipped'] {
  return listings.flatMap(({ kind, skipped }) =>
    skipped.map(item => ({
      item: `${kind} ${item.id ?? item.item}`,
      reason: item.reason,
    })),
  );
}

/** What a snapshot has to say that it lacks: a way out of the mesh rests on the last. */
const TELLING_KINDS: readonly string[] = [...DECIDING_KINDS, 'MeshPassthrough'];

function isTelling(kind: string): boolean {
  return TELLING_KINDS.includes(kind);
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

function guardedKey({ mesh, kind, name }: Service): string {
  return `${mesh}/${kind}/${name}`;
}
