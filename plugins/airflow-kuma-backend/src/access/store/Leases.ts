import { Knex } from 'knex';
import { v4 as uuid } from 'uuid';

/** How soon another replica takes over from one that died. */
const LEASE_MILLISECONDS = 6_000;

/**
 * Locks by name that outlive no crash: a replica that dies loses its lease
 * after a while; one that works on renews it. A holder that was stopped for
 * longer than its lease is caught by idempotent writes and the next reconcile,
 * not by the lease.
 */
export class Leases {
  constructor(
    private readonly database: Knex,
    private readonly milliseconds = LEASE_MILLISECONDS,
  ) {}

  /** Runs the work under the lease; waits for it up to `waitMilliseconds`. */
  async hold<T>(
    name: string,
    waitMilliseconds: number,
    work: () => Promise<T>,
  ): Promise<{ held: true; value: T } | { held: false }> {
    // One holder per call: two calls of one replica exclude each other too.
    const holder = uuid();
    const start = Date.now();
    while (!(await this.take(name, holder))) {
      if (Date.now() - start >= waitMilliseconds) return { held: false };
      await new Promise(resolve => setTimeout(resolve, 50));
    }
    const renewal = setInterval(() => {
      // Not renewed is only not locked; the work itself shows what is wrong.
      this.renew(name, holder).catch(() => {});
    }, this.milliseconds / 3);
    try {
      return { held: true, value: await work() };
    } finally {
      clearInterval(renewal);
      await this.database('access_leases').where({ name, holder }).delete();
    }
  }

  private async take(name: string, holder: string): Promise<boolean> {
    const now = Date.now();
    const until = now + this.milliseconds;
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

  private async renew(name: string, holder: string): Promise<void> {
    await this.database('access_leases')
      .where({ name, holder })
      .update({ until: Date.now() + this.milliseconds });
  }
}
