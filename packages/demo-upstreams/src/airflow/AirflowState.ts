import { firesBetween, nextFire, previousFires } from './cron';
import { EventJournal } from './EventJournal';
import { fraction, uuid7 } from './hash';
import { durationOf } from './plan';
import {
  AirflowVersion,
  Dag,
  DagSeed,
  DagVersion,
  FailureSeed,
  ImportError,
  MeshRefusal,
  Run,
  RunSeed,
} from './types';

const minute = 60_000;

/**
 * An Airflow instance in memory: its DAGs, runs, import errors and event log,
 * and ways to change them. Nothing runs in the background: runs that fell due
 * are made up on the next read.
 * @public
 */
export class AirflowState {
  readonly version: AirflowVersion;
  readonly now: () => number;
  /** Rises with each change of a DAG. */
  revision = 0;
  /** @internal */
  readonly dags = new Map<string, Dag>();
  /** @internal */
  readonly runs: Run[] = [];
  /** @internal */
  readonly events = new EventJournal();
  /** @internal */
  readonly importErrors: ImportError[] = [];
  /** @internal */
  readonly assetIds = new Map<string, number>();
  readonly #history: number;
  readonly #isRefused: MeshRefusal;
  #caughtUp: number;
  /** Spares asking every DAG for its schedule at every request. */
  #nextDue = { at: 0, revision: 0 };
  #sequence = 0;
  #versions = 0;

  constructor(options: {
    version: AirflowVersion;
    now: () => number;
    dags: DagSeed[];
    importErrors?: { file: string; stackTrace: string }[];
    /** Scheduled runs that each DAG has behind it. */
    history?: number;
    /** The mesh that its tasks call through. */
    isRefused?: MeshRefusal;
  }) {
    this.version = options.version;
    this.now = options.now;
    this.#history = options.history ?? 12;
    this.#isRefused = options.isRefused ?? (() => undefined);
    this.#caughtUp = options.now();
    for (const seed of options.dags) this.#seed(seed);
    for (const error of options.importErrors ?? []) this.addImportError(error);
    this.runs.sort((a, b) => a.queuedAt - b.queuedAt);
    for (const run of this.runs) run.sequence = ++this.#sequence;
  }

  addDag(seed: DagSeed): void {
    this.#seed(seed);
  }

  /** Its file is gone: the DAG turns stale and leaves the default list. */
  removeDag(dagId: string): void {
    this.dag(dagId).isStale = true;
    this.revision += 1;
  }

  /** Deleted with all its history, as by `DELETE /dags/{id}`. */
  deleteDag(dagId: string): void {
    this.dags.delete(dagId);
    this.revision += 1;
    const kept = this.runs.filter(run => run.dagId !== dagId);
    this.runs.splice(0, this.runs.length, ...kept);
  }

  /** As Airflow sees a renamed DAG: one goes stale, another appears. */
  renameDag(dagId: string, newId: string): void {
    const dag = this.dag(dagId);
    this.removeDag(dagId);
    this.#seed({
      ...dag,
      dagId: newId,
      displayName: undefined,
      isStale: false,
    });
  }

  pauseDag(dagId: string, isPaused: boolean = true): void {
    this.dag(dagId).isPaused = isPaused;
    this.revision += 1;
    if (isPaused) return;
    for (const run of this.runs) {
      if (run.dagId === dagId && run.isHeld) this.#release(run);
    }
  }

  /**
   * Changes a DAG. `inPlace` rewrites its newest version, as Airflow does
   * while that version has no runs: the version feed does not show it.
   */
  editDag(
    dagId: string,
    change: Partial<Omit<DagSeed, 'dagId' | 'extraRuns'>>,
    options: { inPlace?: boolean } = {},
  ): void {
    const dag = this.dag(dagId);
    Object.assign(dag, change);
    this.revision += 1;
    dag.lastParsed = this.now();
    if (options.inPlace) return;
    dag.versions = [...dag.versions, this.#newVersion(dag, this.now())];
  }

  /** A run that starts now, or as long ago as it says. */
  appendRun(
    dagId: string,
    seed: Omit<RunSeed, 'minutesAgo'> & { minutesAgo?: number },
  ): Run {
    const run = this.#extraRun(this.dag(dagId), { minutesAgo: 0, ...seed });
    run.sequence = ++this.#sequence;
    this.runs.push(run);
    return run;
  }

  addImportError(error: { file: string; stackTrace: string }): void {
    this.importErrors.push({
      id: this.importErrors.length + 1,
      timestamp: this.now() - 3 * minute,
      ...error,
    });
  }

  clearImportErrors(): void {
    this.importErrors.length = 0;
    for (const dag of this.dags.values()) dag.hasImportErrors = false;
  }

  /** @internal */
  dag(dagId: string): Dag {
    const dag = this.dags.get(dagId);
    if (!dag) throw new Error(`No DAG ${dagId}`);
    return dag;
  }

  /** Everything that fell due since the last read. @internal */
  settle(): void {
    const now = this.now();
    this.events.settle(now);
    if (now < this.#nextDue.at && this.revision === this.#nextDue.revision) {
      return;
    }
    let earliest = Infinity;
    for (const dag of this.dags.values()) {
      if (!dag.cron || dag.isPaused || dag.isStale) continue;
      if (nextFire(dag.cron, this.#caughtUp) <= now) {
        for (const fire of firesBetween(dag.cron, this.#caughtUp, now)) {
          const run = this.#scheduledRun(dag, fire);
          run.sequence = ++this.#sequence;
          this.runs.push(run);
        }
      }
      earliest = Math.min(earliest, nextFire(dag.cron, now));
    }
    this.#caughtUp = now;
    this.#nextDue = { at: earliest, revision: this.revision };
    this.events.settle(now);
  }

  #seed(seed: DagSeed): void {
    this.revision += 1;
    const { extraRuns = [], ...rest } = seed;
    const since = this.now() - 120 * 24 * 60 * minute;
    const dag: Dag = {
      ...rest,
      tags: rest.tags ?? [],
      file:
        rest.file ?? `${rest.dagId.replace(/[^\w.-]/g, '_').slice(0, 80)}.py`,
      since,
      lastParsed: this.now() - Math.round(fraction(seed.dagId) * 30_000),
      versions: [],
    };
    const made =
      since + Math.round(fraction(`${seed.dagId}#`) * 90 * 24 * 60) * minute;
    dag.versions = [this.#newVersion(dag, made)];
    this.dags.set(dag.dagId, dag);
    if (dag.cron && !dag.isStale) {
      const until = dag.isPaused
        ? this.now() - 20 * 24 * 60 * minute
        : this.now();
      const fires = previousFires(dag.cron, until, this.#history);
      for (const fire of fires.filter(each => each >= since)) {
        this.runs.push(this.#scheduledRun(dag, fire));
      }
    }
    for (const run of extraRuns) this.runs.push(this.#extraRun(dag, run));
  }

  #newVersion(dag: Dag, createdAt: number): DagVersion {
    this.#versions += 1;
    const number = (dag.versions.at(-1)?.number ?? 0) + 1;
    return {
      id: uuid7(createdAt, `${dag.dagId}/${number}/${this.#versions}`),
      number,
      createdAt,
    };
  }

  #scheduledRun(dag: Dag, fire: number): Run {
    const runId = `scheduled__${new Date(fire)
      .toISOString()
      .slice(0, 19)}+00:00`;
    return this.#run(dag, {
      runId,
      runType: 'scheduled',
      triggeredBy: 'timetable',
      logicalDate: fire,
      at: fire,
      failure: failsOn(dag, fire),
    });
  }

  #extraRun(dag: Dag, seed: RunSeed): Run {
    const at = this.now() - seed.minutesAgo * minute;
    const stamp = new Date(at).toISOString().replace('Z', '+00:00');
    const run = this.#run(dag, {
      runId: seed.runId ?? `${seed.runType}__${stamp}`,
      runType: seed.runType,
      triggeredBy: seed.triggeredBy,
      user: seed.user,
      logicalDate:
        seed.logicalDate ?? (seed.runType === 'backfill' ? at : undefined),
      at,
      note: seed.note,
      conf: seed.conf,
      failure: seed.fails ? dag.failures ?? anyFailure(dag) : undefined,
    });
    if (seed.user) {
      this.events.add({
        when: at,
        event:
          this.version === '2.11.2' ? 'api.post_dag_run' : 'trigger_dag_run',
        owner: seed.user,
        dagId: dag.dagId,
        // Airflow does not know the run id yet when it writes this row.
        extra: JSON.stringify({ dag_id: dag.dagId, method: 'POST' }),
      });
    }
    return run;
  }

  #run(
    dag: Dag,
    given: {
      runId: string;
      runType: string;
      triggeredBy: string;
      user?: string;
      logicalDate?: number;
      at: number;
      note?: string;
      conf?: Record<string, unknown>;
      failure?: FailureSeed;
    },
  ): Run {
    const startDate = given.at + 1_500;
    const failure = this.#failureOf(dag, given.failure);
    const run: Run = {
      sequence: 0,
      dagId: dag.dagId,
      runId: given.runId,
      runType: given.runType,
      triggeredBy: given.triggeredBy,
      user: given.user,
      logicalDate: given.logicalDate,
      runAfter: given.at,
      queuedAt: given.at + 10,
      startDate,
      endDate: startDate + durationOf(dag, given.runId),
      outcome: failure ? 'failed' : 'success',
      failure,
      isHeld: Boolean(dag.isPaused) && given.runType === 'manual',
      note: given.note,
      conf: given.conf ?? {},
      version: dag.versions[dag.versions.length - 1],
    };
    if (!run.isHeld) this.#journal(dag, run);
    return run;
  }

  /** What the mesh says when a run starts counts for all of the run. */
  #failureOf(dag: Dag, planned?: FailureSeed): FailureSeed | undefined {
    const refused = dag.tasks.find(task => this.#isRefused(task));
    if (refused) {
      return { taskId: refused.taskId, why: 'mesh-denied', every: 1 };
    }
    const task = dag.tasks.find(({ taskId }) => taskId === planned?.taskId);
    const isMended =
      planned?.why === 'mesh-denied' &&
      task !== undefined &&
      this.#isRefused(task) === false;
    return isMended ? undefined : planned;
  }

  #release(run: Run): void {
    const duration = run.endDate - run.startDate;
    run.isHeld = false;
    run.failure = this.#failureOf(this.dag(run.dagId), run.failure);
    run.outcome = run.failure ? 'failed' : 'success';
    run.startDate = this.now() + 1_000;
    run.endDate = run.startDate + duration;
    this.#journal(this.dag(run.dagId), run);
  }

  /** The rows that Airflow itself writes as tasks go by. */
  #journal(dag: Dag, run: Run): void {
    const task = run.failure?.taskId ?? dag.tasks[0]?.taskId;
    for (const [event, when] of [
      ['running', run.startDate],
      [run.outcome, run.endDate],
    ] as const) {
      this.events.add({
        when,
        event,
        owner: dag.owners[0] ?? 'airflow',
        dagId: dag.dagId,
        taskId: task,
        runId: run.runId,
        logicalDate: run.logicalDate,
        extra: JSON.stringify({ host_name: 'demo-worker' }),
      });
    }
  }
}

function failsOn(dag: Dag, fire: number): FailureSeed | undefined {
  const { failures } = dag;
  if (!failures) return undefined;
  const number = Math.floor(fraction(`${dag.dagId}@${fire}`) * failures.every);
  return number === 0 ? failures : undefined;
}

function anyFailure(dag: Dag): FailureSeed {
  return { taskId: dag.tasks[0]?.taskId ?? '', why: 'error', every: 1 };
}
