import {
  Dag,
  DagRun,
  SourceStatus,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  AirflowClient,
  DagRead,
  isUpstreamError,
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
import { SourceReader, SourceReading } from '../types';
import { DagNotebook, DagNotes } from './DagNotebook';
import {
  DagDetail,
  detailOf,
  normaliseDag,
  storedDetail,
  storedInlets,
} from './normaliseDag';
import { importErrorOf, storedImportError } from './importErrors';
import { normaliseRun } from './normaliseRun';
import { PartReader } from './PartReader';
import { PostponedDags } from './PostponedDags';
import { AirflowSettings, LinkBase } from './settings';

/** A feed is asked again from a little before the newest that we saw. */
const OVERLAP = 2 * 60_000;
/** Runs that a page shows; read for a DAG that is new to us. */
const RUNS_OF_NEW_DAG = 25;
/** A first read looks back this far for runs of all DAGs. */
const FIRST_RUNS = 60 * 60_000;
/**
 * Details of DAGs that are new may take this share of the time between two
 * reads; the rest waits for the next. An instance of thousands shows all its
 * DAGs at once, while neither it nor the catalog, which is busy with them
 * then, is flooded for the sake of their tasks.
 */
const SHARE_FOR_NEW = 0.15;

/** As many as clients send at once by default; they keep to their own limit. */
const WORKERS = 8;
/** So few DAGs are read with their details at once. */
const SMALL = 200;
const OF_ONE_ITEM = [
  'not-found',
  'forbidden',
  'unexpected-shape',
  'server-error',
  'invalid-request',
  'timeout',
  'not-json',
  'inconsistent',
  'refused',
] as const;

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
  readonly #parts = new PartReader();
  readonly #postponed: PostponedDags;

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
  }

  async read(options: {
    now: string;
    memory: Memory;
    signal: AbortSignal;
  }): Promise<SourceReading> {
    const { now, memory, signal } = options;
    const source = sourceKey({ kind: 'airflow', name: this.#settings.name });
    const version = await this.#client.version({ signal });
    const links = { uiUrl: this.#settings.uiUrl, api: version.api };

    const list = await this.#client.listDags({ signal });
    const skipped: SourceStatus['skipped'] = [];
    const part = <T>(name: string, request: () => Promise<T>) =>
      this.#parts.read(name, skipped, request);
    const importErrors = await part('import errors', () =>
      this.#client.listImportErrors({ signal }),
    );
    const assets = await part('assets', () =>
      this.#client.listAssets({ signal }),
    );
    const graph = await part('DAG dependencies', () =>
      this.#client.dagDependencies({ signal }),
    );
    const versions = await part('DAG versions', () =>
      this.#client.dagVersions(memory.versionsSince ?? now, { signal }),
    );
    skipped.push(
      ...[list, importErrors.value, assets.value].flatMap(listing =>
        (listing?.skipped ?? []).map(item => ({
          item: item.id ?? item.item,
          reason: item.reason,
        })),
      ),
    );

    const errors =
      importErrors.value?.rows ?? (await this.#storedImportErrors(source));
    const rows = list.rows.filter(row => this.#wanted(row, errors));
    const live = await this.#store.liveOf<StoredLive>(source, 'dag');
    const notesOf = (dagId: string) => live.get(`/${dagId}`)?.notes;
    const planned = planDagReads({
      rows,
      versions: versions.failed ? undefined : versions.value,
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
    const details = await this.#readDetails(rows, plan, {
      ...options,
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
    // Without a graph that was told once, assets alone would unsay triggers.
    const isGraphLost = graph.failed && graph.value === undefined;
    const upstream =
      assets.value && !isGraphLost
        ? upstreamDags(assets.value.rows, graph.value)
        : undefined;
    const objects = rows.map((row): NewObject => {
      const fresh = details.byDag.get(row.dagId);
      const before = stored.get(`/${row.dagId}`);
      const data = normaliseDag(
        {
          row,
          detail: fresh?.detail ?? before?.detail,
          inlets: (inlets ? inlets.get(row.dagId) : before?.inlets) ?? [],
          upstream:
            (upstream ? upstream.get(row.dagId) : before?.upstream) ?? [],
          importErrors: errors,
        },
        this.#settings,
        links,
      );
      const notes = fresh?.notes ?? notesOf(row.dagId);
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
    const unreadable = new Set(list.skipped.map(item => item.id));
    const read = await part('runs', () => this.#readRuns(options, links));
    const runs = read.failed ? undefined : read.value;
    const newRuns = [...details.runs, ...(runs?.rows ?? [])];
    await this.#failures?.note(newRuns, { signal });
    return {
      version: version.version,
      objects,
      skipped: [...skipped, ...details.skipped],
      keep: ({ key }) => unreadable.has(key),
      guarded: { what: 'dags', keys: rows.map(row => row.dagId) },
      runs: newRuns,
      memory: {
        // What failed is asked again from where it was read last.
        runsSince: runs?.since ?? memory.runsSince,
        versionsSince: versions.failed
          ? memory.versionsSince ?? now
          : earlier(now, OVERLAP),
      } satisfies Memory,
    };
  }

  async #storedImportErrors(source: string): Promise<RawImportError[]> {
    const found = await this.#store.dataOf(source, 'dag', storedImportError);
    return [...found.values()].flat();
  }

  #wanted(row: RawDag, importErrors: RawImportError[]): boolean {
    const { tags, dagId, excludeStale } = this.#settings.filter;
    // Airflow 3 calls a DAG stale as soon as its file does not import (seen on
    // 3.3.2): its error is what people look for, so it is not left out.
    const isBroken = importErrorOf(row, importErrors) !== undefined;
    return (
      !(excludeStale && row.isStale && !isBroken) &&
      (!dagId || dagId.test(row.dagId)) &&
      (!tags || tags.some(tag => row.tags.includes(tag)))
    );
  }

  async #readRuns(
    options: { now: string; memory: Memory; signal: AbortSignal },
    links: LinkBase,
  ) {
    const since = options.memory.runsSince ?? earlier(options.now, FIRST_RUNS);
    const { rows } = await this.#client.listDagRuns(
      { since },
      { signal: options.signal },
    );
    return {
      rows: rows.map(run => normaliseRun(run, this.#settings.name, links)),
      since: earlier(options.now, OVERLAP),
    };
  }

  async #readDetails(
    rows: RawDag[],
    plan: DagRead[],
    options: {
      now: string;
      signal: AbortSignal;
      links: LinkBase;
      notesOf: (dagId: string) => DagNotes | undefined;
      isFirst: boolean;
    },
  ) {
    const byDag = new Map<string, { detail: DagDetail; notes: DagNotes }>();
    const skipped: SourceStatus['skipped'] = [];
    const runs: (DagRun & { queued?: string })[] = [];
    const byId = new Map(rows.map(row => [row.dagId, row]));
    // What changed is what people wait for.
    const work = [...plan].sort((a, b) => rank(a) - rank(b));
    const isLarge = options.isFirst && plan.length > SMALL;
    const start = Date.now();
    const { interval } = this.#settings;
    const untilFor = (read: DagRead) => {
      if (rank(read) === 0) return start + interval;
      return isLarge ? start : start + interval * SHARE_FOR_NEW;
    };

    let next = 0;
    const worker = async () => {
      for (let index = next++; index < work.length; index = next++) {
        const { dagId, reason } = work[index];
        const row = byId.get(dagId)!;
        const canWait = plan.length > SMALL;
        if (canWait && Date.now() >= untilFor(work[index])) return;
        try {
          byDag.set(dagId, await this.#readDetail(row, reason, options));
          this.#postponed.succeeded(row);
          if (reason !== 'new') continue;
          const own = await this.#client.listDagRuns(
            { dagId: row.dagId, limit: RUNS_OF_NEW_DAG },
            { signal: options.signal },
          );
          runs.push(
            ...own.rows.map(run =>
              normaliseRun(run, this.#settings.name, options.links),
            ),
          );
        } catch (error) {
          // One odd DAG is its own problem; a source that fails is everybody's.
          if (!isOfOneItem(error)) throw error;
          this.#postponed.failed(row, Date.parse(options.now), error.message);
          skipped.push({ item: row.dagId, reason: error.message });
        }
      }
    };
    await Promise.all(Array.from({ length: WORKERS }, worker));
    return { byDag, skipped, runs };
  }

  async #readDetail(
    row: RawDag,
    reason: DagRead['reason'],
    options: {
      now: string;
      signal: AbortSignal;
      notesOf: (dagId: string) => DagNotes | undefined;
    },
  ) {
    const { signal, now } = options;
    const details = await this.#client.dagDetails(row.dagId, { signal });
    const tasks = await this.#client.tasks(row.dagId, { signal });
    const detail = detailOf(details, tasks.rows, this.#settings);
    const notes = this.#notebook.note(row, options.notesOf(row.dagId), {
      now,
      versionNumber: details.latestVersion?.number,
      problem: detail.problem,
      isChange: reason === 'row' || reason === 'version',
      isSettled: reason === 'settle',
    });
    return { detail, notes };
  }
}

/** Ids of dots alone cannot be asked for at all: an InputError of the client. */
function isOfOneItem(error: unknown): error is Error {
  return (
    isUpstreamError(error, ...OF_ONE_ITEM) ||
    (error instanceof Error && error.name === 'InputError')
  );
}

/** Changes first, then what is new, then what takes its turn. */
function rank({ reason }: DagRead): number {
  if (reason === 'new') return 1;
  return reason === 'rolling' ? 2 : 0;
}

function earlier(iso: string, milliseconds: number): string {
  return new Date(new Date(iso).getTime() - milliseconds).toISOString();
}
