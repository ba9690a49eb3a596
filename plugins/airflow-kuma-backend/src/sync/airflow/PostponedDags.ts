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
  /** Absent where the part failed for all DAGs, which is told once. */
  reason?: string;
  /** It never was read whole: its runs are to be read, too. */
  isNew: boolean;
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
    const due = new Map<string, DagRead>();
    const waiting: { item: string; reason: string }[] = [];
    const present = new Set(rows.map(({ dagId }) => dagId));
    for (const dagId of this.#dags.keys()) {
      if (!present.has(dagId)) this.#dags.delete(dagId);
    }
    const planned = new Map(plan.map(read => [read.dagId, read]));
    for (const row of rows) {
      const { dagId } = row;
      const known = this.#dags.get(dagId);
      if (!known) continue;
      const isChanged = known.fingerprint !== dagFingerprint(row);
      if (isChanged || now >= known.until) {
        const isNew = known.isNew || planned.get(dagId)?.reason === 'new';
        due.set(dagId, { dagId, reason: isNew ? 'new' : 'row' });
      } else {
        wait.add(dagId);
        if (known.reason) waiting.push({ item: dagId, reason: known.reason });
      }
    }
    return {
      plan: [
        ...plan.filter(({ dagId }) => !wait.has(dagId) && !due.has(dagId)),
        ...due.values(),
      ],
      waiting,
    };
  }

  failed(
    row: RawDag,
    now: number,
    { reason, isNew }: { reason?: string; isNew: boolean },
  ): void {
    const before = this.#dags.get(row.dagId);
    const failures = (before?.failures ?? 0) + 1;
    this.#dags.set(row.dagId, {
      failures,
      until: now + Math.min(LONGEST, this.firstPause * 2 ** failures),
      fingerprint: dagFingerprint(row),
      reason,
      isNew: isNew || (before?.isNew ?? false),
    });
  }

  succeeded(row: RawDag): void {
    this.#dags.delete(row.dagId);
  }
}
