import { AuditState } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/** An answer is good for a moment, and for longer where it took long to get. */
const KEPT_MILLISECONDS = 1_000;
const KEPT_TIMES = 20;

/**
 * Keeps the last answer of a check that reads the whole trail, so that neither
 * many readers nor an impatient one make it run all the time.
 */
export class ChainChecker {
  #last: { until: number; state: Promise<AuditState> } | undefined;

  constructor(
    private readonly check: () => Promise<AuditState>,
    private readonly now: () => number = Date.now,
  ) {}

  async state(): Promise<AuditState> {
    if (this.#last && this.now() < this.#last.until) return this.#last.state;
    const begun = this.now();
    const last = { until: Infinity, state: this.check() };
    this.#last = last;
    try {
      await last.state;
      const took = this.now() - begun;
      last.until = this.now() + Math.max(KEPT_MILLISECONDS, took * KEPT_TIMES);
    } catch (error) {
      if (this.#last === last) this.#last = undefined;
      throw error;
    }
    return last.state;
  }
}
