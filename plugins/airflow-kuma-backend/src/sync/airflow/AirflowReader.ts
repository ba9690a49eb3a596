import { SourceStatus } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  AirflowClient,
  planDagReads,
  RawDag,
  rollingBudget,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { RunFailures } from '../failures/RunFailures';
import { countsOf } from '../parts/countsOf';
import { ReadParts } from '../parts/ReadParts';
import { skippedOf } from '../parts/skippedOf';
import { ObjectStore } from '../store/ObjectStore';
import { sourceKey } from '../store/SourceStore';
import { ReadOptions, SourceReader, SourceReading } from '../types';
import { dagObjects, storedDag, StoredLive } from './dagObjects';
import { DagNotebook, DagNotes } from './DagNotebook';
import { DetailReader } from './DetailReader';
import { importErrorCounts } from './importErrors';
import { DagList, ListReader, ListsBeside } from './ListReader';
import { normaliseRun } from './normaliseRun';
import { PARTS } from './parts';
import { PostponedDags } from './PostponedDags';
import { shownDags } from './shownDags';
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

type Options = ReadOptions & { memory: Memory };

/** What was read of single DAGs, and which wait for their turn. */
type Details = Awaited<ReturnType<DetailReader['read']>> & {
  waiting: SourceStatus['skipped'];
  notesOf: (dagId: string) => DagNotes | undefined;
};

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
  readonly #lists: ListReader;
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
    this.#lists = new ListReader(options);
    this.#details = new DetailReader({
      client: options.client,
      settings: options.settings,
      notebook: this.#notebook,
      postponed: this.#postponed,
    });
  }

  async read(options: Options): Promise<SourceReading> {
    const { now, memory } = options;
    const parts = ReadParts.begin({
      ...options,
      before: options.parts,
      good: this.#good,
      budget: options.deadline * SHARE_OF_PART,
    });
    const list = await this.#lists.dags(parts, options);
    const { version } = list;
    const links = { uiUrl: this.#settings.uiUrl, api: version.api };
    const lists = await this.#lists.beside(parts, {
      source: this.#source,
      versionsSince: memory.versionsSince ?? now,
    });
    const rows = this.#shown(list, lists, parts);
    const details = await this.#readDetails(rows, lists, {
      parts,
      options,
      links,
    });
    const dags = await this.#dags(rows, lists, details, links);
    const runs = await this.#readRuns(parts, options, links);
    const newRuns = [...details.runs, ...(runs?.rows ?? [])];
    await this.#failures?.note(newRuns, { signal: options.signal });
    parts.clock(this.#client.clockSkew?.());
    return {
      version: version.version,
      objects: dags.objects,
      skipped: [
        ...skippedOf(list),
        ...lists.skipped,
        ...details.waiting,
        ...dags.skipped,
        ...(runs ? skippedOf(runs) : []),
        ...details.skipped,
      ],
      parts: parts.list,
      keep: keepUnlisted(list),
      guarded: { what: 'dags', keys: rows.map(row => row.dagId) },
      runs: newRuns,
      memory: {
        // What failed is asked again from where it was read last.
        runsSince: runs?.since ?? memory.runsSince,
        versionsSince: lists.versions
          ? earlier(now, OVERLAP)
          : memory.versionsSince ?? now,
      } satisfies Memory,
    };
  }

  get #source(): string {
    return sourceKey({ kind: 'airflow', name: this.#settings.name });
  }

  /** The DAGs that are shown; what became of the others is counted. */
  #shown(list: DagList, lists: ListsBeside, parts: ReadParts): RawDag[] {
    const { importErrors, importErrorsTold } = lists;
    const { rows, counts } = shownDags(
      list,
      importErrors,
      this.#settings.filter,
    );
    parts.count(PARTS.dags, counts);
    if (importErrorsTold) {
      parts.count(
        PARTS.importErrors,
        importErrorCounts(importErrorsTold, rows),
      );
    }
    return rows;
  }

  /** Details of the DAGs that changed, and of some whose turn it is. */
  async #readDetails(
    rows: RawDag[],
    lists: ListsBeside,
    given: { parts: ReadParts; options: Options; links: LinkBase },
  ): Promise<Details> {
    const { now, signal, deadline } = given.options;
    const live = await this.#store.liveOf<StoredLive>(this.#source, 'dag');
    const notesOf = (dagId: string) => live.get(`/${dagId}`)?.notes;
    const planned = planDagReads({
      rows,
      versions: lists.versions,
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
    const details = await this.#details.read(rows, plan, given.parts, {
      now,
      signal,
      budget: deadline * SHARE_OF_DETAILS,
      links: given.links,
      notesOf,
      isFirst: live.size === 0,
    });
    return { ...details, waiting, notesOf };
  }

  /** DAGs as they are stored, and those of which something is odd. */
  async #dags(
    rows: RawDag[],
    lists: ListsBeside,
    details: Details,
    links: LinkBase,
  ) {
    // Only now: thousands of DAGs need not wait in memory for their details.
    const stored = await this.#store.dataOf(this.#source, 'dag', storedDag);
    const { byDag, notesOf } = details;
    const objects = dagObjects(
      rows,
      { lists, details: byDag, stored, notesOf },
      this.#settings,
      links,
    );
    const skipped = objects.flatMap(
      ({ key, live }): SourceStatus['skipped'] => {
        const reason = live.notes?.problem;
        return reason ? [{ item: key, reason }] : [];
      },
    );
    return { objects, skipped };
  }

  /** Runs that changed since they were read last; nothing where they are not told. */
  async #readRuns(parts: ReadParts, options: Options, links: LinkBase) {
    const since = options.memory.runsSince ?? earlier(options.now, FIRST_RUNS);
    const { value, state } = await parts.read(PARTS.runs, signal =>
      this.#client.listDagRuns({ since }, { signal }),
    );
    if (state !== 'read' || !value) return undefined;
    parts.doubt(PARTS.runs, value.doubt);
    parts.count(
      PARTS.runs,
      countsOf({
        shown: value.rows.length,
        leftOut: value.skipped.map(({ reason }) => reason),
      }),
    );
    return {
      skipped: value.skipped,
      rows: value.rows.map(run =>
        normaliseRun(run, this.#settings.name, links),
      ),
      since: earlier(options.now, OVERLAP),
    };
  }
}

/** A DAG that could not be understood, or may just not be listed, is not gone. */
function keepUnlisted(list: DagList): SourceReading['keep'] {
  const listed = new Set(list.rows.map(row => row.dagId));
  const unreadable = new Set(list.skipped.map(item => item.id));
  return ({ key }) =>
    unreadable.has(key) || (list.isDoubted && !listed.has(key));
}

function earlier(iso: string, milliseconds: number): string {
  return new Date(new Date(iso).getTime() - milliseconds).toISOString();
}
