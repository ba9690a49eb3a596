import { Knex } from 'knex';
import {
  Dag,
  DagRun,
  dagEntityRef,
  KumaResource,
  Mesh,
  MeshSnapshot,
  Permission,
  Proxy,
  Service,
  serviceEntityRef,
  SourceStatus,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  DagFact,
  Held,
  InventoryReader,
  MeshKey,
  ProxyRecord,
  RunsDuring,
  ServiceFact,
  TimeWindow,
} from '../InventoryReader';
import { isLike, plain } from '../../sqlText';
import { permissionOf } from '../kuma/permissionOf';
import { pastStatus, sourceStatus } from '../sourceStatus';
import { Cadence } from '../config/readCadence';
import { SourceDefinition } from '../types';
import { readRevisions, RevisionName } from '../store/revisions';
import { ReadStore } from '../store/ReadStore';
import { RunStore } from '../store/RunStore';
import { sourceKey, SourceStore } from '../store/SourceStore';
import { sortableTime, STILL_VALID } from '../store/times';
import { InputError } from '@backstage/errors';
import { ControlPlaneRecord, SNAPSHOT_KINDS, snapshotOf } from './snapshotOf';

const HISTORY_KINDS = {
  proxy: ['proxy'],
  identity: ['MeshIdentity'],
  permission: ['MeshTrafficPermission', 'TrafficPermission'],
};

type ReaderOptions = {
  knex: Knex;
  sources: (SourceDefinition & { cadence: Cadence })[];
  sourceStore: SourceStore;
  runStore: RunStore;
  readStore: ReadStore;
  clock: () => Date;
  runRetentionMilliseconds: number;
};

type Row = {
  source: string;
  kind: string;
  mesh: string;
  key: string;
  data: string;
  live?: string | null;
};

type VersionRow = { data: string; valid_from: string; valid_to: string };

/**
 * Reads what `sync` stored. Answers about now are kept in memory until the
 * revision says that something changed; answers about the past are read anew.
 */
export class DefaultInventoryReader implements InventoryReader {
  readonly #knex: Knex;
  readonly #sources: ReaderOptions['sources'];
  readonly #sourceStore: SourceStore;
  readonly #runStore: RunStore;
  readonly #readStore: ReadStore;
  readonly #clock: () => Date;
  readonly #runRetentionMilliseconds: number;
  readonly #memory = new Map<
    string,
    { revision: string; value: Promise<unknown> }
  >();

  static create(options: ReaderOptions): DefaultInventoryReader {
    return new DefaultInventoryReader(options);
  }

  private constructor(options: ReaderOptions) {
    this.#knex = options.knex;
    this.#sources = options.sources;
    this.#sourceStore = options.sourceStore;
    this.#runStore = options.runStore;
    this.#readStore = options.readStore;
    this.#clock = options.clock;
    this.#runRetentionMilliseconds = options.runRetentionMilliseconds;
  }

  async sources(options?: { asOf?: string }): Promise<SourceStatus[]> {
    const records = await this.#sourceStore.all();
    const asOf = instant(options?.asOf);
    if (asOf) {
      return Promise.all(
        this.#sources.map(async source =>
          pastStatus(
            source,
            records.get(sourceKey(source)),
            await this.#readStore.around(sourceKey(source), asOf),
            new Date(asOf),
          ),
        ),
      );
    }
    return this.#sources.map(source =>
      sourceStatus(source, records.get(sourceKey(source)), this.#clock()),
    );
  }

  async dags(options?: { asOf?: string }): Promise<DagFact[]> {
    const asOf = instant(options?.asOf);
    return this.#remember('dags', asOf, ['content', 'live'], async () => {
      const rows = await this.#rows({ kinds: ['dag'], asOf });
      return rows.map(row => {
        const dag: Dag = { ...JSON.parse(row.data), ...parseLive(row) };
        return { ...dag, ref: dagEntityRef(dag.instance, dag.dagId) };
      });
    });
  }

  async services(options?: { asOf?: string }): Promise<ServiceFact[]> {
    const asOf = instant(options?.asOf);
    return this.#remember('services', asOf, ['content'], async () => {
      const rows = await this.#rows({ kinds: ['service'], asOf });
      return rows.map(row => {
        const service: Service = JSON.parse(row.data);
        return { ...service, ref: serviceEntityRef(service) };
      });
    });
  }

  async meshes(options?: { asOf?: string }): Promise<Mesh[]> {
    const asOf = instant(options?.asOf);
    return this.#remember('meshes', asOf, ['content'], async () => {
      const rows = await this.#rows({ kinds: ['mesh'], asOf });
      return rows.map(row => JSON.parse(row.data));
    });
  }

  async meshSnapshot(
    key: MeshKey,
    options?: { asOf?: string },
  ): Promise<(MeshSnapshot & { revision: string }) | undefined> {
    const asOf = instant(options?.asOf);
    const { content } = await readRevisions(this.#knex);
    const source = sourceKey({ kind: 'kuma', name: key.controlPlane });
    const name = `snapshot ${source} ${key.mesh}`;
    return this.#remember(name, asOf, ['content'], async () => {
      const [mesh] = await this.#rows({
        source,
        mesh: key.mesh,
        kinds: ['Mesh'],
        asOf,
      });
      const [facts] = await this.#rows({
        source,
        mesh: '',
        kinds: ['facts'],
        asOf,
      });
      if (!mesh || !facts) return undefined;
      const rows = await this.#rows({
        source,
        mesh: key.mesh,
        kinds: Object.values(SNAPSHOT_KINDS),
        asOf,
      });
      const record: ControlPlaneRecord = JSON.parse(facts.data);
      const resources = rows.map(row => ({
        kind: row.kind,
        data: JSON.parse(row.data) as KumaResource,
      }));
      return {
        ...snapshotOf(record, JSON.parse(mesh.data), resources),
        revision: asOf ? `${asOf}` : `${content}`,
      };
    });
  }

  async proxies(key: MeshKey): Promise<Proxy[]> {
    const rows = await this.#rows({
      source: sourceKey({ kind: 'kuma', name: key.controlPlane }),
      mesh: key.mesh,
      kinds: ['proxy'],
    });
    return rows.map(row => ({ ...JSON.parse(row.data), ...parseLive(row) }));
  }

  async proxyRecords(options?: { asOf?: string }): Promise<ProxyRecord[]> {
    const asOf = instant(options?.asOf);
    return this.#remember('proxies', asOf, ['content'], async () => {
      const rows = await this.#rows({ kinds: ['proxy'], asOf });
      return rows.map(row => JSON.parse(row.data));
    });
  }

  async permissions(key: MeshKey): Promise<Permission[]> {
    const source = sourceKey({ kind: 'kuma', name: key.controlPlane });
    const name = `permissions ${source} ${key.mesh}`;
    return this.#remember(name, undefined, ['content'], async () => {
      const rows = await this.#rows({
        source,
        mesh: key.mesh,
        kinds: HISTORY_KINDS.permission,
      });
      return rows.map(row =>
        permissionOf(key.controlPlane, JSON.parse(row.data)),
      );
    });
  }

  async runs(query: {
    instance: string;
    dagId: string;
    from?: string;
    to?: string;
    limit?: number;
  }): Promise<DagRun[]> {
    return this.#runStore.list(query);
  }

  async runsDuring(query: RunsDuring) {
    const kept = this.#clock().getTime() - this.#runRetentionMilliseconds;
    return {
      ...(await this.#runStore.during(query)),
      keptSince: new Date(kept).toISOString(),
    };
  }

  async dagVersions(window: TimeWindow): Promise<Held<DagFact>[]> {
    const rows = await this.#versions(window).where({ kind: 'dag' });
    return rows.map(row => {
      const dag: Dag = JSON.parse(row.data);
      const ref = dagEntityRef(dag.instance, dag.dagId);
      return { value: { ...dag, ref }, ...heldOf(row) };
    });
  }

  async proxyVersions(
    query: MeshKey & { uriSans: string[] } & TimeWindow,
  ): Promise<Held<ProxyRecord>[]> {
    const rows = await this.#versions(query)
      .where({
        kind: 'proxy',
        mesh: query.mesh,
        source: sourceKey({ kind: 'kuma', name: query.controlPlane }),
      })
      // A certificate renews often, so only those that can matter are read.
      .where(any => {
        for (const uriSan of query.uriSans) {
          any.orWhereRaw(isLike('data'), [
            `%${plain(JSON.stringify(uriSan))}%`,
          ]);
        }
      });
    return rows.map(row => ({ value: JSON.parse(row.data), ...heldOf(row) }));
  }

  #versions({ from, to }: TimeWindow): Knex.QueryBuilder<any, VersionRow[]> {
    return this.#knex('sync_objects')
      .where('valid_from', '<=', instant(to)!)
      .where('valid_to', '>', instant(from)!)
      .orderBy([{ column: 'valid_from' }, { column: 'id' }])
      .select('data', 'valid_from', 'valid_to');
  }

  async history(
    key: MeshKey & { kind: 'proxy' | 'identity' | 'permission'; name: string },
  ): Promise<{ validFrom: string; validTo?: string; data: unknown }[]> {
    const rows = await this.#knex('sync_objects')
      .whereIn('kind', HISTORY_KINDS[key.kind])
      .where({
        key: key.name,
        mesh: key.mesh,
        source: sourceKey({ kind: 'kuma', name: key.controlPlane }),
      })
      .orderBy([{ column: 'valid_from' }, { column: 'id' }])
      .select('valid_from', 'valid_to', 'data');
    return rows.map(row => ({
      validFrom: row.valid_from,
      validTo: row.valid_to === STILL_VALID ? undefined : row.valid_to,
      data: JSON.parse(row.data),
    }));
  }

  /** The newest run of each of the DAGs; for tables. */
  async latestRuns(
    dags: { instance: string; dagId: string }[],
  ): Promise<Map<string, DagRun>> {
    const byInstance = new Map<string, string[]>();
    for (const { instance, dagId } of dags) {
      const ids = byInstance.get(instance) ?? [];
      byInstance.set(instance, [...ids, dagId]);
    }
    const result = new Map<string, DagRun>();
    for (const [instance, dagIds] of byInstance) {
      const runs = await this.#runStore.latest(instance, dagIds);
      for (const [dagId, run] of runs) {
        result.set(dagEntityRef(instance, dagId), run);
      }
    }
    return result;
  }

  async revision(): Promise<number> {
    return (await readRevisions(this.#knex)).content;
  }

  async #rows(query: {
    kinds: readonly string[];
    source?: string;
    mesh?: string;
    asOf?: string;
  }): Promise<Row[]> {
    return this.#knex('sync_objects')
      .whereIn('kind', [...query.kinds])
      .modify(builder => {
        if (query.asOf === undefined) {
          builder.where('valid_to', STILL_VALID);
        } else {
          builder
            .where('valid_to', '>', query.asOf)
            .where('valid_from', '<=', query.asOf);
        }
        if (query.source !== undefined) builder.where('source', query.source);
        if (query.mesh !== undefined) builder.where('mesh', query.mesh);
      })
      .orderBy(['source', 'mesh', 'kind', 'key'])
      .select('source', 'kind', 'mesh', 'key', 'data', 'live');
  }

  async #remember<T>(
    name: string,
    asOf: string | undefined,
    depends: RevisionName[],
    load: () => Promise<T>,
  ): Promise<T> {
    if (asOf !== undefined) return load();
    const revisions = await readRevisions(this.#knex);
    const revision = depends.map(each => revisions[each]).join('/');
    const known = this.#memory.get(name);
    if (known?.revision === revision) return known.value as Promise<T>;
    // The promise is kept, so that many who ask at once load once.
    const value = load();
    this.#memory.set(name, { revision, value });
    value.catch(() => {
      if (this.#memory.get(name)?.value === value) this.#memory.delete(name);
    });
    return value;
  }
}

function heldOf(row: VersionRow): { validFrom: string; validTo?: string } {
  return {
    validFrom: row.valid_from,
    ...(row.valid_to !== STILL_VALID && { validTo: row.valid_to }),
  };
}

function instant(asOf: string | undefined): string | undefined {
  if (asOf === undefined) return undefined;
  const time = sortableTime(asOf);
  if (!time) throw new InputError(`asOf must be an ISO time, got "${asOf}"`);
  return time;
}

/** Only `shown`; the rest is what a reader notes for its next read. */
function parseLive(row: Row): object {
  return row.live ? JSON.parse(row.live).shown ?? {} : {};
}
