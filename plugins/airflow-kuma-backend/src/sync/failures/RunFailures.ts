import {
  classifyFailure,
  DagRun,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  AirflowClient,
  isUpstreamError,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { FailureStore, StoredFailure } from './FailureStore';

/** Runs whose logs are read in one pass; the others wait for the next. */
const RUNS_AT_ONCE = 5;
/** Failed tasks of one run that are looked at: one cause makes many fail. */
const TASKS_OF_RUN = 3;
const LOG_LINES = 300;
/** Runs that wait; older ones are left out, as nobody looks for them. */
const MOST_WAITING = 200;

/** Reads the end of failed tasks' logs, and keeps what kind of failure it was. */
export class RunFailures {
  readonly #client: AirflowClient;
  readonly #instance: string;
  readonly #store: FailureStore;
  readonly #waiting = new Map<string, DagRun>();

  static create(options: {
    client: AirflowClient;
    instance: string;
    store: FailureStore;
  }): RunFailures {
    return new RunFailures(options);
  }

  private constructor(options: {
    client: AirflowClient;
    instance: string;
    store: FailureStore;
  }) {
    this.#client = options.client;
    this.#instance = options.instance;
    this.#store = options.store;
  }

  /** Takes in runs as they were read; works through some of those that failed. */
  async note(runs: DagRun[], options: { signal: AbortSignal }): Promise<void> {
    const failed = runs.filter(run => run.state === 'failed');
    const classed = await this.#store.classed(
      this.#instance,
      failed.map(({ runId }) => runId),
    );
    for (const run of failed) {
      const key = `${run.dagId} ${run.runId}`;
      if (classed.get(key) !== endOf(run)) this.#waiting.set(key, run);
    }
    for (const key of this.#waiting.keys()) {
      if (this.#waiting.size <= MOST_WAITING) break;
      this.#waiting.delete(key);
    }
    // Newest first: that is the one that somebody is looking at.
    const next = [...this.#waiting].slice(-RUNS_AT_ONCE).reverse();
    for (const [key, run] of next) {
      const failures = await this.#classRun(run, options);
      if (!failures) return;
      await this.#store.save(run, endOf(run), failures);
      this.#waiting.delete(key);
    }
  }

  /** `undefined` where Airflow does not answer now: the run waits. */
  async #classRun(
    run: DagRun,
    options: { signal: AbortSignal },
  ): Promise<StoredFailure[] | undefined> {
    try {
      const { rows } = await this.#client.listTaskInstances(run, options);
      const failed = rows.filter(({ state }) => state === 'failed');
      const failures: StoredFailure[] = [];
      for (const task of failed.slice(0, TASKS_OF_RUN)) {
        const lines = await this.#client.taskLogTail(task, {
          ...options,
          lines: LOG_LINES,
        });
        const failure = classifyFailure(lines);
        if (failure) failures.push({ taskId: task.taskId, ...failure });
      }
      return failures;
    } catch (error) {
      // Logs that are gone or not ours to read stay so: nothing to wait for.
      const isFinal =
        isUpstreamError(error) &&
        ['not-found', 'forbidden', 'unexpected-shape'].includes(error.kind);
      return isFinal ? [] : undefined;
    }
  }
}

function endOf(run: DagRun): string {
  return run.end ?? run.start ?? '';
}
