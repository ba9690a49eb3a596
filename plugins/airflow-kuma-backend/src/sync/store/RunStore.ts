import { Knex } from 'knex';
import { DagRun } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { RunsDuring } from '../InventoryReader';
import { jsonText } from '../../sqlText';
import { hashOf } from './hashOf';
import { bumpRevision } from './revisions';
import { sortableTime, STILL_VALID } from './times';

const BATCH = 500;
const DAY_MILLISECONDS = 86_400_000;
/** Runs that began longer ago are not looked through for one that still goes on. */
const LONGEST_RUN_MILLISECONDS = 31 * DAY_MILLISECONDS;

/** Runs of DAGs; the newest state of each. */
export class RunStore {
  readonly #knex: Knex;

  static create(knex: Knex): RunStore {
    return new RunStore(knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Adds and updates; gives back those that are new or changed. */
  async save(runs: (DagRun & { queued?: string })[]): Promise<DagRun[]> {
    const saved: DagRun[] = [];
    for (let start = 0; start < runs.length; start += BATCH) {
      const batch = runs.slice(start, start + BATCH);
      saved.push(...(await this.#saveBatch(batch)));
    }
    if (saved.length > 0) await bumpRevision(this.#knex, 'runs');
    return saved;
  }

  async list(query: {
    instance: string;
    dagId: string;
    from?: string;
    to?: string;
    limit?: number;
  }): Promise<DagRun[]> {
    const rows = await this.#knex('sync_runs')
      .where({ instance: query.instance, dag_id: query.dagId })
      .modify(builder => {
        const from = query.from && sortableTime(query.from);
        const to = query.to && sortableTime(query.to);
        if (from) builder.where('sort_time', '>=', from);
        if (to) builder.where('sort_time', '<=', to);
        if (query.limit) builder.limit(query.limit);
      })
      .orderBy([
        { column: 'sort_time', order: 'desc' },
        { column: 'run_id', order: 'desc' },
      ])
      .select('data');
    return rows.map((row: { data: string }) => JSON.parse(row.data));
  }

  /** Runs that went on at some time of a window, newest first. */
  async during(query: RunsDuring): Promise<{ items: DagRun[]; total: number }> {
    const from = sortableTime(query.from) ?? query.from;
    const to = sortableTime(query.to) ?? query.to;
    if (query.dags.length === 0) return { items: [], total: 0 };
    const [{ total }] = await this.#of(query.dags)
      .whereBetween('sort_time', [from, to])
      .count({ total: '*' });
    const begun = Number(total);
    const earlier = await this.#goingOnAt(query.dags, from);
    const rows: { data: string }[] = await this.#of(query.dags)
      .whereBetween('sort_time', [from, to])
      .orderBy([
        { column: 'sort_time', order: 'desc' },
        { column: 'dag_id' },
        { column: 'run_id', order: 'desc' },
      ])
      .offset(query.offset)
      .limit(query.limit)
      .select('data');
    const page = rows.map((row): DagRun => JSON.parse(row.data));
    const start = Math.max(0, query.offset - begun);
    return {
      items: page.concat(
        earlier.slice(start, start + query.limit - page.length),
      ),
      total: begun + earlier.length,
    };
  }

  /** Runs that had begun before a time and not ended. */
  async #goingOnAt(dags: RunsDuring['dags'], time: string): Promise<DagRun[]> {
    const shifted = (milliseconds: number) =>
      new Date(Date.parse(time) - milliseconds).toISOString();
    const end = jsonText(this.#knex, 'data', 'end');
    const rows: { data: string }[] = await this.#of(dags)
      .where('sort_time', '<', time)
      .where('sort_time', '>=', shifted(LONGEST_RUN_MILLISECONDS))
      // As text, so only nearly: Airflow may write any offset.
      .whereRaw(`COALESCE(${end}, ?) > ?`, [
        STILL_VALID,
        shifted(DAY_MILLISECONDS),
      ])
      .orderBy([
        { column: 'sort_time', order: 'desc' },
        { column: 'dag_id' },
        { column: 'run_id', order: 'desc' },
      ])
      .select('data');
    return rows
      .map((row): DagRun => JSON.parse(row.data))
      .filter(run => !run.end || (sortableTime(run.end) ?? STILL_VALID) > time);
  }

  #of(dags: RunsDuring['dags']): Knex.QueryBuilder {
    const ids = new Map<string, Set<string>>();
    for (const { instance, dagId } of dags) {
      ids.set(instance, (ids.get(instance) ?? new Set()).add(dagId));
    }
    return this.#knex('sync_runs').where(any => {
      for (const [instance, dagIds] of ids) {
        any.orWhere(of =>
          of.where({ instance }).whereIn('dag_id', [...dagIds]),
        );
      }
    });
  }

  /** The newest run of each of the DAGs. */
  async latest(
    instance: string,
    dagIds: string[],
  ): Promise<Map<string, DagRun>> {
    const result = new Map<string, DagRun>();
    for (let start = 0; start < dagIds.length; start += BATCH) {
      const rows = await this.#knex('sync_runs as run')
        .where('run.instance', instance)
        .whereIn('run.dag_id', dagIds.slice(start, start + BATCH))
        .where(
          'run.sort_time',
          this.#knex('sync_runs as other')
            .where('other.instance', instance)
            .whereRaw('?? = ??', ['other.dag_id', 'run.dag_id'])
            .max('other.sort_time'),
        )
        .select('run.dag_id', 'run.data');
      for (const row of rows) result.set(row.dag_id, JSON.parse(row.data));
    }
    return result;
  }

  async prune(before: string): Promise<number> {
    return this.#knex('sync_runs').where('sort_time', '<', before).delete();
  }

  async #saveBatch(batch: (DagRun & { queued?: string })[]): Promise<DagRun[]> {
    const byKey = new Map<string, ReturnType<typeof toRow>>();
    // PostgreSQL refuses a statement that updates a row twice; the last counts.
    for (const run of batch) byKey.set(keyOf(run), toRow(run));
    const rows = [...byKey.values()];
    const stored = await this.#knex('sync_runs')
      .whereIn(
        'run_id',
        rows.map(row => row.run_id),
      )
      .where({ instance: rows[0].instance })
      .whereIn('dag_id', [...new Set(rows.map(row => row.dag_id))])
      .select('dag_id', 'run_id', 'hash');
    const hashes = new Map(
      stored.map(row => [
        keyOf({ dagId: row.dag_id, runId: row.run_id }),
        row.hash,
      ]),
    );
    const changed = rows.filter(
      row =>
        hashes.get(keyOf({ dagId: row.dag_id, runId: row.run_id })) !==
        row.hash,
    );
    if (changed.length > 0) {
      await this.#knex('sync_runs')
        .insert(changed)
        .onConflict(['instance', 'dag_id', 'run_id'])
        .merge();
    }
    return changed.map(row => JSON.parse(row.data));
  }
}

function toRow({ queued, ...run }: DagRun & { queued?: string }) {
  const data = JSON.stringify(run);
  const time = run.start ?? queued ?? run.logicalDate ?? run.updatedAt;
  return {
    instance: run.instance,
    dag_id: run.dagId,
    run_id: run.runId,
    sort_time: (time && sortableTime(time)) ?? new Date(0).toISOString(),
    hash: hashOf(data),
    data,
  };
}

function keyOf(run: Pick<DagRun, 'dagId' | 'runId'>): string {
  return JSON.stringify([run.dagId, run.runId]);
}
