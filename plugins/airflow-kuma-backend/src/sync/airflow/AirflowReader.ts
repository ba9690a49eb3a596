import {
  Dag,
  DagDependency,
  SourceStatus,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  AirflowClient,
  AirflowVersion,
  isUpstreamError,
  Listing,
  planDagReads,
  RawDag,
  RawImportError,
  rollingBudget,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { fromInlets } from '../dependencies/fromInlets';
import { upstreamDags } from '../dependencies/upstreamDags';
import { ObjectStore } from '../store/ObjectStore';
import { sourceKey } from '../store/SourceStore';
import { RunFailures } from '../failures/RunFailures';
import { NewObject } from '../store/types';
import { countsOf } from '../parts/countsOf';
import { PartName, PartRead, ReadParts } from '../parts/ReadParts';
import { ReadOptions, SourceReader, SourceReading } from '../types';
import { DagNotebook, DagNotes } from './DagNotebook';
import {
  DagDetail,
  normaliseDag,
  storedDetail,
  storedInlets,
} from './normaliseDag';
import { importErrorOf, storedImportError } from './importErrors';
import { DetailRead, DetailReader } from './DetailReader';
import { normaliseRun } from './normaliseRun';
import { PARTS } from './parts';
import { PostponedDags } from './PostponedDags';
import { AirflowSettings, LinkBase } from './settings';

/** A feed is asked again from a little before the newest that we saw. */
const OVERLAP = 2 * 60_000;
/** A first read looks back this far for runs of all DAGs. */
const FIRST_RUNS = 60 * 60_000;
/** One list, and all details together, may take these shares of the deadline. */
const SHARE_OF_PART = 0.2;
const SHARE_OF_DETAILS = 0.3;

/** What the reader keeps from read to read. */
type Memory = { runsSince?: string; versionsSince?: string };

type StoredLive = { shown: { nextRun?: string }; notes?: DagNotes };

/** Reads one Airflow instance: lists in full, details where needed. */
export class AirflowReader implements SourceReader {
  readonly #client: AirflowClient;
  readonly #settings: AirflowSettings;
  readonly #store: ObjectStore;
  readonly #failures: RunFailures | undefined;
  readonly #notebook = new DagNotebook();
  /** Last good states of parts. */
  readonly #good = new Map<string, unknown>();
  readonly #postponed: PostponedDags;
  readonly #details: DetailReader;

  static create(options: {
    client: AirflowClient;
    settings: AirflowSettings;
    store: ObjectStore;
    /** Classes failed runs; absent where nobody asks. */
    failures?: RunFailures;
  }): AirflowReader {
    return new AirflowReader(options);
  }

  private constructor(options: {
    client: AirflowClient;
    settings: AirflowSettings;
    store: ObjectStore;
    failures?: RunFailures;
  }) {
    this.#client = options.client;
    this.#failures = options.failures;
    this.#settings = options.settings;
    this.#store = options.store;
    this.#postponed = new PostponedDags(options.settings.interval);
    this.#details = new DetailReader({
      client: options.client,
      settings: options.settings,
      notebook: this.#notebook,
      postponed: this.#postponed,
    });
  }

  async read(
    options: ReadOptions & { memory: Memory },
  ): Promise<SourceReading> {
    const { now, memory, signal } = options;
    const source = sourceKey({ kind: 'airflow', name: this.#settings.name });
    const parts = ReadParts.begin({
      ...options,
      before: options.parts,
      good: this.#good,
      budget: options.deadline * SHARE_OF_PART,
    });
    const told = await parts.read(PARTS.version, partSignal =>
      this.#client.version({ signal: partSignal }),
    );
    const version = told.value ?? versionOf(options.version);
    const links = { uiUrl: this.#settings.uiUrl, api: version.api };
    const list = await this.#client.listDags({ signal }).catch(error => {
      // Not even a version there: the address is wrong, which that error says.
      throw isUpstreamError(told.error, 'not-found') ? told.error : error;
    });
    parts.succeed(PARTS.dags);
    const isListDoubted = parts.doubt(PARTS.dags, list.doubt);
    const [importErrors, assets, graph, versions] = await Promise.all([
      parts.read(PARTS.importErrors, partSignal =>
        this.#client.listImportErrors({ signal: partSignal }),
      ),
      parts.read(PARTS.assets, partSignal =>
        this.#client.listAssets({ signal: partSignal }),
      ),
      parts.read(PARTS.dependencies, partSignal =>
        this.#client.dagDependencies({ signal: partSignal }),
      ),
      parts.read(PARTS.versions, partSignal =>
        this.#client.dagVersions(memory.versionsSince ?? now, {
          signal: partSignal,
        }),
      ),
    ]);
    const isDoubted = (part: PartName, read: PartRead<Listing<unknown>>) =>
      read.state === 'read' && parts.doubt(part, read.value?.doubt);
    const skipped = [
      ...skippedOf(list),
      ...skippedOf(importErrors.state === 'read' && importErrors.value),
      ...skippedOf(assets.state === 'read' && assets.value),
    ];

    const errors = await this.#importErrors(source, importErrors.value, {
      isDoubted: isDoubted(PARTS.importErrors, importErrors),
    });
    const isAssetsDoubted = isDoubted(PARTS.assets, assets);
    const wanted = list.rows.map(
      row => [row, this.#whyNot(row, errors)] as const,
    );
    const rows = wanted.flatMap(([row, whyNot]) => (whyNot ? [] : [row]));
    parts.count(
      PARTS.dags,
      countsOf({
        shown: rows.length,
        leftOut: [
          ...list.skipped.map(({ reason }) => reason),
          ...wanted.flatMap(([, whyNot]) => whyNot ?? []),
        ],
      }),
    );
    const live = await this.#store.liveOf<StoredLive>(source, 'dag');
    const notesOf = (dagId: string) => live.get(`/${dagId}`)?.notes;
    const planned = planDagReads({
      rows,
      versions: versions.state === 'read' ? versions.value : undefined,
      known: rows.flatMap(
        ({ dagId }) => this.#notebook.stateOf(dagId, notesOf(dagId)) ?? [],
      ),
      rollingBudget: rollingBudget({
        dags: rows.length,
        intervalSeconds: this.#settings.interval / 1000,
      }),
      now,
    });
    const { plan, waiting } = this.#postponed.plan(
      planned,
      rows,
      Date.parse(now),
    );
    skipped.push(...waiting);
    const details = await this.#details.read(rows, plan, parts, {
      now,
      signal,
      budget: options.deadline * SHARE_OF_DETAILS,
      links,
      notesOf,
      isFirst: live.size === 0,
    });

    // Only now: thousands of DAGs need not wait in memory for those above.
    const stored = await this.#store.dataOf(source, 'dag', (data: Dag) => ({
      detail: storedDetail(data),
      inlets: storedInlets(data),
      upstream: data.upstream,
    }));
    const inlets =
      assets.value &&
      fromInlets(assets.value.rows, this.#settings.declarations);
    const fresh = upstreamDags(assets.value?.rows ?? [], graph.value);
    const isAssetsKnown = assets.value !== undefined && !isAssetsDoubted;
    const isGraphKnown = graph.value !== undefined;
    const objects = rows.map((row): NewObject => {
      const detail = details.byDag.get(row.dagId);
      const before = stored.get(`/${row.dagId}`);
      const data = normaliseDag(
        {
          row,
          detail: withTasks(detail?.detail, before?.detail),
          inlets: [
            ...(inlets?.get(row.dagId) ?? []),
            ...(isAssetsKnown ? [] : before?.inlets ?? []),
          ],
          upstream: mergeUpstream(
            fresh.get(row.dagId),
            before?.upstream.filter(({ via }) =>
              via === 'asset' ? !isAssetsKnown : !isGraphKnown,
            ),
          ),
          importErrors: errors,
        },
        this.#settings,
        links,
      );
      const notes = detail?.notes ?? notesOf(row.dagId);
      if (notes?.problem) {
        skipped.push({ item: row.dagId, reason: notes.problem });
      }
      return {
        kind: 'dag',
        mesh: '',
        key: row.dagId,
        data,
        live: { shown: { nextRun: row.nextRun }, notes } satisfies StoredLive,
      };
    });
    const listed = new Set(list.rows.map(row => row.dagId));
    const unreadable = new Set(list.skipped.map(item => item.id));
    const read = await parts.read(PARTS.runs, partSignal =>
      this.#readRuns({ ...options, signal: partSignal }, links),
    );
    const runs = read.state === 'read' ? read.value : undefined;
    if (runs) {
      skipped.push(...skippedOf(runs));
      parts.doubt(PARTS.runs, runs.doubt);
    }
    const newRuns = [...details.runs, ...(runs?.rows ?? [])];
    await this.#failures?.note(newRuns, { signal });
    parts.clock(this.#client.clockSkew?.());
    return {
      version: version.version,
      objects,
      skipped: [...skipped, ...details.skipped],
      parts: parts.list,
      keep: ({ key }) =>
        unreadable.has(key) || (isListDoubted && !listed.has(key)),
      guarded: { what: 'dags', keys: rows.map(row => row.dagId) },
      runs: newRuns,
      memory: {
        // What failed is asked again from where it was read last.
        runsSince: runs?.since ?? memory.runsSince,
        versionsSince:
          versions.state === 'read'
            ? earlier(now, OVERLAP)
            : memory.versionsSince ?? now,
      } satisfies Memory,
    };
  }

  /** Import errors; those of before stand while the list may not be whole. */
  async #importErrors(
    source: string,
    listing: Listing<RawImportError> | undefined,
    options: { isDoubted: boolean },
  ): Promise<RawImportError[]> {
    if (listing && !options.isDoubted) return listing.rows;
    const found = await this.#store.dataOf(source, 'dag', storedImportError);
    const rows = listing?.rows ?? [];
    const files = new Set(rows.map(({ file }) => file));
    const stored = [...found.values()].flat();
    return [...rows, ...stored.filter(({ file }) => !files.has(file))];
  }

  /** Why a DAG is not shown; nothing where it is. */
  #whyNot(row: RawDag, importErrors: RawImportError[]): string | undefined {
    const { tags, dagId, excludeStale } = this.#settings.filter;
    // Airflow 3 calls a DAG stale as soon as its file does not import (seen on
    // 3.3.2): its error is what people look for, so it is not left out.
    const isBroken = importErrorOf(row, importErrors) !== undefined;
    if (excludeStale && row.isStale && !isBroken) {
      return 'stale: its file is gone, and filter.excludeStale is on';
    }
    if (dagId && !dagId.test(row.dagId)) return 'left out by filter.dagId';
    if (tags && !tags.some(tag => row.tags.includes(tag))) {
      return 'left out by filter.tags';
    }
    return undefined;
  }

  async #readRuns(
    options: { now: string; memory: Memory; signal: AbortSignal },
    links: LinkBase,
  ) {
    const since = options.memory.runsSince ?? earlier(options.now, FIRST_RUNS);
    const { rows, ...listing } = await this.#client.listDagRuns(
      { since },
      { signal: options.signal },
    );
    return {
      ...listing,
      rows: rows.map(run => normaliseRun(run, this.#settings.name, links)),
      since: earlier(options.now, OVERLAP),
    };
  }
}

/** The version as it was last told; the newest where it never was. */
function versionOf(version = 'unknown'): AirflowVersion {
  return { version, api: /^[012]\./.test(version) ? 'v1' : 'v2' };
}

/** What was read, with the tasks of before where they could not be read. */
function withTasks(
  fresh: DetailRead['detail'] | undefined,
  before: DagDetail | undefined,
): DagDetail | undefined {
  return fresh
    ? { ...fresh, tasks: fresh.tasks ?? before?.tasks ?? [] }
    : before;
}

function skippedOf(
  listing: Pick<Listing<unknown>, 'skipped'> | false | undefined,
): SourceStatus['skipped'] {
  return (listing ? listing.skipped : []).map(item => ({
    item: item.id ?? item.item,
    reason: item.reason,
  }));
}

/** Dependencies that are told now, with those that stand from before. */
function mergeUpstream(
  now: DagDependency[] = [],
  before: DagDependency[] = [],
): DagDependency[] {
  if (before.length === 0) return now;
  const all = [...now, ...before].map(
    each => [JSON.stringify(each), each] as const,
  );
  return [...new Map(all)]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, each]) => each);
}

function earlier(iso: string, milliseconds: number): string {
  return new Date(new Date(iso).getTime() - milliseconds).toISOString();
}
