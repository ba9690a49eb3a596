import {
  DagRun,
  SourceStatus,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  AirflowClient,
  DagRead,
  RawDag,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { ReadParts } from '../parts/ReadParts';
import { DagNotebook, DagNotes } from './DagNotebook';
import { DagTroubles, DetailAttempts, Tally } from './DetailAttempts';
import { DagDetail, detailOf } from './normaliseDag';
import { normaliseRun } from './normaliseRun';
import { PARTS } from './parts';
import { PostponedDags } from './PostponedDags';
import { AirflowSettings, LinkBase } from './settings';

/** Runs that a page shows; read for a DAG that is new to us. */
const RUNS_OF_NEW_DAG = 25;
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
/** What was read of one DAG; the tasks may be missing. */
export type DetailRead = {
  detail: Omit<DagDetail, 'tasks'> & Partial<DagDetail>;
  notes: DagNotes;
};

type Reason = DagRead['reason'];

/** What reading details needs to know. */
export type DetailOptions = {
  now: string;
  signal: AbortSignal;
  /** Milliseconds for all of them together. */
  budget: number;
  links: LinkBase;
  notesOf: (dagId: string) => DagNotes | undefined;
  isFirst: boolean;
};

/**
 * Reads what only requests of its own tell of a DAG: details, tasks and, of a
 * new one, its runs. What fails for one DAG is left out of it and tried again
 * later; what fails for all is a part that fails.
 */
export class DetailReader {
  readonly #client: AirflowClient;
  readonly #settings: AirflowSettings;
  readonly #notebook: DagNotebook;
  readonly #postponed: PostponedDags;

  constructor(options: {
    client: AirflowClient;
    settings: AirflowSettings;
    notebook: DagNotebook;
    postponed: PostponedDags;
  }) {
    this.#client = options.client;
    this.#settings = options.settings;
    this.#notebook = options.notebook;
    this.#postponed = options.postponed;
  }

  async read(
    rows: RawDag[],
    plan: DagRead[],
    parts: ReadParts,
    options: DetailOptions,
  ) {
    const byDag = new Map<string, DetailRead>();
    const skipped: SourceStatus['skipped'] = [];
    const runs: (DagRun & { queued?: string })[] = [];
    const tallies = {
      details: new Tally(PARTS.details),
      tasks: new Tally(PARTS.tasks),
      runs: new Tally(PARTS.runsOfNew),
    };
    const byId = new Map(rows.map(row => [row.dagId, row]));
    // What changed is what people wait for.
    const work = [...plan].sort((a, b) => rank(a) - rank(b));
    const untilFor = this.#pace(plan, options.isFirst);
    const limit = AbortSignal.timeout(options.budget);
    const signal = AbortSignal.any([options.signal, limit]);

    const attempts = new DetailAttempts({ signal: options.signal, limit });
    let next = 0;
    const worker = async () => {
      for (let index = next++; index < work.length; index = next++) {
        const { dagId, reason } = work[index];
        if (attempts.problem || Date.now() >= untilFor(work[index])) return;
        const row = byId.get(dagId)!;
        const troubles: DagTroubles = { errors: [], isWhole: true };
        const read = await this.#readDag(
          row,
          reason,
          (tally, request) => attempts.of(tally, troubles, request),
          tallies,
          { ...options, signal },
        );
        const { errors, isWhole } = troubles;
        if (!isWhole && attempts.problem) return;
        if (read) {
          byDag.set(dagId, read);
          runs.push(...read.runs);
        }
        if (isWhole) {
          this.#postponed.succeeded(row);
          continue;
        }
        const why = errors.length > 0 ? errors.join('; ') : undefined;
        if (why) skipped.push({ item: dagId, reason: why });
        this.#postponed.failed(row, Date.parse(options.now), {
          reason: why,
          isNew: reason === 'new',
        });
      }
    };
    await Promise.all(Array.from({ length: WORKERS }, worker));
    for (const tally of Object.values(tallies)) attempts.note(parts, tally);
    return { byDag, skipped, runs };
  }

  async #readDag(
    row: RawDag,
    reason: Reason,
    attempt: <T>(
      tally: Tally,
      request: () => Promise<T>,
    ) => Promise<T | undefined>,
    tallies: { details: Tally; tasks: Tally; runs: Tally },
    options: DetailOptions,
  ) {
    const { signal, now } = options;
    const details = await attempt(tallies.details, () =>
      this.#client.dagDetails(row.dagId, { signal }),
    );
    if (!details) return undefined;
    const tasks = await attempt(tallies.tasks, () =>
      this.#client.tasks(row.dagId, { signal }),
    );
    const own =
      reason === 'new'
        ? await attempt(tallies.runs, () =>
            this.#client.listDagRuns(
              { dagId: row.dagId, limit: RUNS_OF_NEW_DAG },
              { signal },
            ),
          )
        : undefined;

    const { tasks: known, ...detail } = detailOf(
      details,
      tasks?.rows ?? [],
      this.#settings,
    );
    const problems = [
      detail.problem,
      ...[...(tasks?.skipped ?? []), ...(own?.skipped ?? [])].map(
        item => `${item.id ?? item.item}: ${item.reason}`,
      ),
    ].filter(problem => problem !== undefined);
    return {
      detail: { ...detail, ...(tasks && { tasks: known }) },
      notes: this.#notebook.note(row, options.notesOf(row.dagId), {
        now,
        versionNumber: details.latestVersion?.number,
        problem: problems.length ? problems.join('; ') : undefined,
        isChange: reason === 'row' || reason === 'version',
        isSettled: reason === 'settle',
      }),
      runs: (own?.rows ?? []).map(run =>
        normaliseRun(run, this.#settings.name, options.links),
      ),
    };
  }

  /** Until when the details of a DAG may be asked for in this read. */
  #pace(plan: DagRead[], isFirst: boolean): (read: DagRead) => number {
    if (plan.length <= SMALL) return () => Infinity;
    const start = Date.now();
    const { interval } = this.#settings;
    return read => {
      if (rank(read) === 0) return start + interval;
      return isFirst ? start : start + interval * SHARE_FOR_NEW;
    };
  }
}

/** Changes first, then what is new, then what takes its turn. */
function rank({ reason }: DagRead): number {
  if (reason === 'new') return 1;
  return reason === 'rolling' ? 2 : 0;
}
