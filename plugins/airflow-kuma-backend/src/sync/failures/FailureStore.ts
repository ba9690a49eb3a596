import { TaskFailure } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { Knex } from 'knex';

const TABLE = 'sync_run_failures';
const BATCH = 500;

/** A task of a run, and how its call failed. */
export type StoredFailure = TaskFailure & { taskId: string };

export type RunKey = { instance: string; dagId: string; runId: string };

/** How runs failed: class and host, no text of a log. */
export class FailureStore {
  readonly #knex: Knex;

  static create(knex: Knex): FailureStore {
    return new FailureStore(knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** When the runs that are classed already ended, by DAG and run. */
  async classed(
    instance: string,
    runIds: string[],
  ): Promise<Map<string, string>> {
    const known = new Map<string, string>();
    for (let start = 0; start < runIds.length; start += BATCH) {
      const rows = await this.#knex(TABLE)
        .where({ instance })
        .whereIn('run_id', runIds.slice(start, start + BATCH))
        .select('dag_id', 'run_id', 'ended');
      for (const row of rows) {
        known.set(`${row.dag_id} ${row.run_id}`, row.ended);
      }
    }
    return known;
  }

  async save(run: RunKey, ended: string, failures: StoredFailure[]) {
    await this.#knex(TABLE)
      .insert({
        instance: run.instance,
        dag_id: run.dagId,
        run_id: run.runId,
        ended,
        failures: JSON.stringify(failures),
      })
      .onConflict(['instance', 'dag_id', 'run_id'])
      .merge();
  }

  /** By run id. */
  async ofRuns(
    dag: { instance: string; dagId: string },
    runIds: string[],
  ): Promise<Map<string, StoredFailure[]>> {
    const found = new Map<string, StoredFailure[]>();
    for (let start = 0; start < runIds.length; start += BATCH) {
      const rows = await this.#knex(TABLE)
        .where({ instance: dag.instance, dag_id: dag.dagId })
        .whereIn('run_id', runIds.slice(start, start + BATCH))
        .select('run_id', 'failures');
      for (const row of rows) found.set(row.run_id, JSON.parse(row.failures));
    }
    return found;
  }
}
