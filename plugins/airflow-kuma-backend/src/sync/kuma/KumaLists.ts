import {
  KumaResource,
  Proxy,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  isUpstreamError,
  KumaClient,
  KumaKind,
  Listing,
  RawProxy,
  RawZone,
  SkippedItem,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { PartName, ReadParts } from '../parts/ReadParts';
import { ObjectStore } from '../store/ObjectStore';
import { ProxyLive } from './proxySync';

/** Kinds that are read of all meshes at once, one walk over pages each. */
export const READ_KINDS = [
  'MeshService',
  'MeshMultiZoneService',
  'MeshExternalService',
  'ExternalService',
  'MeshIdentity',
  'MeshTrust',
  'MeshTLS',
  'MeshPassthrough',
  'MeshTrace',
  'MeshAccessLog',
  'MeshTrafficPermission',
  'TrafficPermission',
] as const satisfies KumaKind[];

/** Lists of a large mesh are not kept in memory between reads. */
const STORED = { isStored: true };

/** Meshes to ask for a kind that none of them told. */
const GIVE_UP_AFTER = 3;

export type ReadKind = (typeof READ_KINDS)[number];

/** What is stored of a proxy that moves all the time. */
export type StoredLive = { shown: ProxyLive } & ProxyLive;

/** All of one kind that a control plane has, now or when it last told. */
export type KindRead<T> = {
  rows: T[];
  /** Told and not understood; with its mesh where that was asked alone. */
  skipped: (SkippedItem & { mesh?: string })[];
};

/**
 * Reads the lists of a control plane, each a part of its own. A kind whose
 * list fails is asked of each mesh, so that one mesh fails alone; where that
 * fails too, and where a list may not be whole, what is stored stands.
 */
export class KumaLists {
  readonly #client: KumaClient;
  readonly #store: ObjectStore;
  readonly #source: string;
  readonly #parts: ReadParts;
  readonly #meshes: string[];
  readonly #before: Map<string, StoredLive>;

  constructor(options: {
    client: KumaClient;
    store: ObjectStore;
    source: string;
    parts: ReadParts;
    /** Names of the meshes there are. */
    meshes: string[];
    /** What moves of each proxy, as last stored. */
    before: Map<string, StoredLive>;
  }) {
    this.#client = options.client;
    this.#store = options.store;
    this.#source = options.source;
    this.#parts = options.parts;
    this.#meshes = options.meshes;
    this.#before = options.before;
  }

  /** Resources of one kind that this control plane has. */
  async resources(kind: ReadKind): Promise<KindRead<KumaResource>> {
    return this.#read(
      kind,
      options => this.#client.list(kind, options),
      () => this.#stored(kind),
    );
  }

  async proxies(): Promise<KindRead<RawProxy>> {
    return this.#read(
      'Dataplane',
      options => this.#client.listProxies(options),
      () => this.#storedProxies(),
    );
  }

  /**
   * What the control plane counts as services by their tags. It only shows
   * whether one is missing from what is read, so nothing of it is stored.
   */
  async serviceInsights(): Promise<KindRead<KumaResource>> {
    return this.#read(
      'ServiceInsight',
      options => this.#client.list('ServiceInsight', options),
      async () => [],
    );
  }

  /** Zones are of no mesh: their list comes whole, or stands. */
  async zones(): Promise<KindRead<RawZone> & { isRead: boolean }> {
    const stored = async () => {
      const found = await this.#store.dataOf(
        this.#source,
        'Zone',
        (zone: RawZone) => zone,
      );
      return [...found.values()];
    };
    const part = partOf('Zone');
    const { state, value } = await this.#parts.read(
      part,
      signal => this.#client.listZones({ signal }),
      STORED,
    );
    if (state !== 'read') {
      return { rows: await stored(), skipped: [], isRead: false };
    }
    const { skipped, doubt } = value!;
    const rows = this.#parts.doubt(part, doubt)
      ? withUnlisted<RawZone & { mesh?: string }>(value!.rows, await stored())
      : value!.rows;
    return { rows, skipped, isRead: true };
  }

  async #read<T extends { name: string; mesh?: string }>(
    kind: string,
    list: (options: {
      mesh?: string;
      signal: AbortSignal;
    }) => Promise<Listing<T>>,
    stored: () => Promise<T[]>,
  ): Promise<KindRead<T>> {
    const part = partOf(kind);
    const all = await this.#parts.read(
      part,
      signal => list({ signal }),
      STORED,
    );
    if (all.state === 'read') {
      const { rows, skipped, doubt } = all.value!;
      if (!this.#parts.doubt(part, doubt)) return { rows, skipped };
      return { rows: withUnlisted(rows, await stored()), skipped };
    }
    const known = await stored();
    // A slow list is not made faster by asking for each of its parts.
    if (!isUpstreamError(all.error) || all.error.kind === 'timeout') {
      return { rows: known, skipped: [] };
    }
    this.#parts.forget(part);
    const read: KindRead<T> = { rows: [], skipped: [] };
    let succeeded = 0;
    let failed = 0;
    for (const mesh of this.#meshes) {
      const own = partOf(kind, mesh);
      const isHopeless = succeeded === 0 && failed >= GIVE_UP_AFTER;
      const answer = isHopeless
        ? this.#parts.missing<Listing<T>>(own, all.error)
        : await this.#parts.read(own, signal => list({ mesh, signal }), STORED);
      const before = known.filter(row => row.mesh === mesh);
      if (answer.state !== 'read') {
        failed += 1;
        read.rows.push(...before);
        continue;
      }
      succeeded += 1;
      const { rows, skipped, doubt } = answer.value!;
      const isDoubted = this.#parts.doubt(own, doubt);
      read.rows.push(...(isDoubted ? withUnlisted(rows, before) : rows));
      read.skipped.push(...skipped.map(item => ({ ...item, mesh })));
    }
    return read;
  }

  async #stored(kind: string): Promise<KumaResource[]> {
    const found = await this.#store.dataOf(
      this.#source,
      kind,
      (data: KumaResource) => data,
    );
    return [...found.values()];
  }

  async #storedProxies(): Promise<RawProxy[]> {
    const resources = await this.#store.dataOf(
      this.#source,
      'Dataplane',
      (data: KumaResource) => data,
    );
    const proxies = await this.#store.dataOf(
      this.#source,
      'proxy',
      (data: Omit<Proxy, 'sync'>) => data,
    );
    return [...proxies].flatMap(([key, proxy]): RawProxy[] => {
      const resource = resources.get(key);
      const live = this.#before.get(key);
      if (!resource || !live) return [];
      const { controlPlane: _, uriSans: __, ...raw } = proxy;
      const {
        rejectedGrewAt: ___,
        unchangedSince: ____,
        ...counters
      } = live.shown.sync;
      return [
        {
          ...raw,
          resource,
          sync: { ...counters, connection: live.connection },
        },
      ];
    });
  }
}

/** What is stored of a kind beside what was listed of it. */
export function withUnlisted<T extends { name: string; mesh?: string }>(
  rows: T[],
  stored: T[],
): T[] {
  const keyOf = ({ mesh, name }: T) => JSON.stringify([mesh, name]);
  const listed = new Set(rows.map(keyOf));
  return [...rows, ...stored.filter(row => !listed.has(keyOf(row)))];
}

/** A kind as a part of a control plane, or of one of its meshes. */
export function partOf(kind: string, mesh?: string): PartName {
  const where = mesh === undefined ? '' : ` of mesh ${mesh}`;
  return {
    name: kind,
    mesh,
    advice: `Let our account list ${kind} resources${where}.`,
  };
}
