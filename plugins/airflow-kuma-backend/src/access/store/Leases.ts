import { Knex } from 'knex';
import { v4 as uuid } from 'uuid';

/**
 * Locks by name that outlive no crash: a replica that dies loses its lease
 * after a while. A holder that is slower than its lease is caught by
 * idempotent writes and the next reconcile, not by the lease.
 */
export class Leases {
  private readonly holder = uuid();

  constructor(
    private readonly database: Knex,
    private readonly options: { milliseconds: number; now?: () => number } = {
      milliseconds: 30_000,
    },
  ) {}

  /** Runs the work under the lease; waits for it up to `waitMilliseconds`. */
  async hold<T>(
    name: string,
    waitMilliseconds: number,
    work: () => Promise<T>,
  ): Promise<{ held: true; value: T } | { held: false }> {
    // One holder per call: two calls of one replica exclude each other too.
    const holder = `${this.holder.slice(0, 8)}-${uuid().slice(0, 27)}`;
    const start = this.now();
    while (!(await this.take(name, holder))) {
      if (this.now() - start >= waitMilliseconds) return { held: false };
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    try {
      return { held: true, value: await work() };
    } finally {
      await this.database('access_leases').where({ name, holder }).delete();
    }
  }

  private async take(name: string, holder: string): Promise<boolean> {
    const now = this.now();
    const until = now + this.options.milliseconds;
    const overtaken = await this.database('access_leases')
      .where({ name })
      .where('until', '<', now)
      .update({ holder, until });
    if (overtaken === 1) return true;
    await this.database('access_leases')
      .insert({ name, holder, until })
      .onConflict('name')
      .ignore();
    const row = await this.database('access_leases').where({ name }).first();
    return row?.holder === holder;
  }

  private now(): number {
    return this.options.now?.() ?? Date.now();
  }
}
