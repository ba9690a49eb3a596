import {
  dagFingerprint,
  DagRead,
  RawDag,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-node';

const LONGEST = 24 * 60 * 60_000;

type Postponed = {
  failures: number;
  until: number;
  fingerprint: string;
  reason: string;
};

/**
 * DAGs whose details could not be read: each is tried again after a pause that
 * doubles with every failure, or at once when its row changed, so that one DAG
 * that always fails costs next to nothing.
 */
export class PostponedDags {
  readonly #dags = new Map<string, Postponed>();

  constructor(private readonly firstPause: number) {}

  /**
   * A plan without the DAGs that have to wait, and with those whose pause is
   * over: what they were to be read for may not be told a second time.
   */
  plan(
    plan: DagRead[],
    rows: RawDag[],
    now: number,
  ): { plan: DagRead[]; waiting: { item: string; reason: string }[] } {
    const wait = new Set<string>();
    const due: DagRead[] = [];
    const waiting: { item: string; reason: string }[] = [];
    for (const row of rows) {
      const known = this.#dags.get(row.dagId);
      if (!known) continue;
      const isChanged = known.fingerprint !== dagFingerprint(row);
      if (isChanged || now >= known.until) {
        due.push({ dagId: row.dagId, reason: 'row' });
      } else {
        wait.add(row.dagId);
        waiting.push({ item: row.dagId, reason: known.reason });
      }
    }
    const planned = new Set(plan.map(({ dagId }) => dagId));
    return {
      plan: [
        ...plan.filter(({ dagId }) => !wait.has(dagId)),
        ...due.filter(({ dagId }) => !planned.has(dagId)),
      ],
      waiting,
    };
  }

  failed(row: RawDag, now: number, reason: string): void {
    const failures = (this.#dags.get(row.dagId)?.failures ?? 0) + 1;
    this.#dags.set(row.dagId, {
      failures,
      until: now + Math.min(LONGEST, this.firstPause * 2 ** failures),
      fingerprint: dagFingerprint(row),
      reason,
    });
  }

  succeeded(row: RawDag): void {
    this.#dags.delete(row.dagId);
  }
}
