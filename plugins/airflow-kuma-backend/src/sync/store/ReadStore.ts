import { Knex } from 'knex';
import { sortableTime } from './times';

/** The reads of a source around an instant; ISO times. */
export type ReadsAround = {
  /** The last read that went well at or before it. */
  before: string;
  /** The first after it that found something else; absent where there is none yet. */
  after?: string;
  /** Reads before and after it found the same. */
  isSame: boolean;
  /** A read in between failed by then. */
  hasFailed: boolean;
};

/** When sources were read. Reads that found the same are one row. */
export class ReadStore {
  readonly #knex: Knex;

  static create(knex: Knex): ReadStore {
    return new ReadStore(knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** A read that went well. `isSame`: it followed on the last, and found nothing else. */
  async succeeded(
    source: string,
    at: string,
    options: { isSame: boolean },
  ): Promise<void> {
    const newest = await this.#newest(source);
    if (options.isSame && newest && !newest.failed_at) {
      await this.#knex('sync_reads')
        .where({ id: newest.id })
        .update({ last_read: at });
      return;
    }
    await this.#knex('sync_reads').insert({
      source,
      first_read: at,
      last_read: at,
    });
  }

  /** A read that failed; only the first of a row counts. */
  async failed(source: string, at: string): Promise<void> {
    const newest = await this.#newest(source);
    if (!newest || newest.failed_at) return;
    await this.#knex('sync_reads')
      .where({ id: newest.id })
      .update({ failed_at: at });
  }

  /** Nothing for instants from before the first read that was kept. */
  async around(source: string, at: string): Promise<ReadsAround | undefined> {
    const time = sortableTime(at);
    if (!time) return undefined;
    const row = await this.#knex('sync_reads')
      .where({ source })
      .andWhere('first_read', '<=', time)
      .orderBy([
        { column: 'first_read', order: 'desc' },
        { column: 'id', order: 'desc' },
      ])
      .first();
    if (!row) return undefined;
    const hasFailed = Boolean(row.failed_at) && row.failed_at <= time;
    if (row.last_read >= time) {
      return { before: time, isSame: true, hasFailed: false };
    }
    const next = await this.#knex('sync_reads')
      .where({ source })
      .andWhere('first_read', '>', time)
      .orderBy([{ column: 'first_read' }, { column: 'id' }])
      .first();
    return {
      before: row.last_read,
      ...(next && { after: next.first_read }),
      isSame: false,
      hasFailed,
    };
  }

  /** Forgets reads from before an instant; the last of each source stays. */
  async prune(before: string): Promise<number> {
    const newest = this.#knex('sync_reads').max('id').groupBy('source');
    // Of a query of its own: not every database deletes by one of the same table.
    const kept = (await newest).map(row => Object.values(row)[0]);
    return this.#knex('sync_reads')
      .where('last_read', '<', before)
      .whereNotIn('id', kept)
      .delete();
  }

  async #newest(source: string) {
    return this.#knex('sync_reads')
      .where({ source })
      .orderBy('id', 'desc')
      .first();
  }
}
