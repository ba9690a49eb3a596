import { RawDag, RawDagVersion } from '../types';
import { dagFingerprint } from './dagFingerprint';

/**
 * What was known when the details and tasks of a DAG were last read. Times
 * are ISO.
 * @public
 */
export type DagReadState = {
  dagId: string;
  fingerprint: string;
  readAt: string;
  /** Number of its newest version then; absent before 3.0. */
  versionNumber?: number;
  /** When a change was last noticed. */
  changedAt?: string;
};

/**
 * A DAG to read, and why. `settle`: a second look after a change, as Airflow
 * rewrites tasks up to 30 s after the row. `rolling`: its turn has come.
 * @public
 */
export type DagRead = {
  dagId: string;
  reason: 'new' | 'row' | 'version' | 'settle' | 'rolling';
};

/** Airflow's `min_serialized_dag_update_interval` (30 s), twice. */
const SETTLE_MILLISECONDS = 60_000;

/**
 * Decides which DAGs have to be read again. No single sign is trusted: rows
 * do not show changed tasks, the feed of versions misses edits of a version
 * that never ran, and the times of parsing move without a change. What slips
 * through both is found by re-reading a few DAGs each time, longest unread
 * first.
 * @public
 */
export function planDagReads(options: {
  rows: RawDag[];
  /** Versions since the last reads; `undefined` where there is no feed. */
  versions: RawDagVersion[] | undefined;
  known: DagReadState[];
  /** How many DAGs may be re-read just because it is their turn. */
  rollingBudget: number;
  /** ISO time. */
  now: string;
}): DagRead[] {
  const known = new Map(options.known.map(state => [state.dagId, state]));
  const newest = new Map<string, number>();
  for (const { dagId, number } of options.versions ?? []) {
    newest.set(dagId, Math.max(number, newest.get(dagId) ?? 0));
  }
  const now = Date.parse(options.now);
  const reads: DagRead[] = [];
  const quiet: DagReadState[] = [];
  for (const row of options.rows) {
    const state = known.get(row.dagId);
    const reason = state
      ? reasonToRead(row, state, newest.get(row.dagId), now)
      : 'new';
    if (reason) reads.push({ dagId: row.dagId, reason });
    // What is stale has no file that could have been edited.
    else if (!row.isStale) quiet.push(state!);
  }
  quiet.sort((a, b) => a.readAt.localeCompare(b.readAt));
  for (const { dagId } of quiet.slice(0, options.rollingBudget)) {
    reads.push({ dagId, reason: 'rolling' });
  }
  return reads;
}

function reasonToRead(
  row: RawDag,
  state: DagReadState,
  newestVersion: number | undefined,
  now: number,
): DagRead['reason'] | undefined {
  if (dagFingerprint(row) !== state.fingerprint) return 'row';
  if (
    newestVersion !== undefined &&
    newestVersion > (state.versionNumber ?? 0)
  ) {
    return 'version';
  }
  if (state.changedAt) {
    const settled = Date.parse(state.changedAt) + SETTLE_MILLISECONDS;
    if (now >= settled && Date.parse(state.readAt) < settled) return 'settle';
  }
  return undefined;
}

/**
 * How many DAGs to re-read each time so that each has its turn once a cycle.
 * @public
 */
export function rollingBudget(options: {
  dags: number;
  /** Between two syncs. */
  intervalSeconds: number;
  /** Default an hour. */
  cycleSeconds?: number;
}): number {
  const { dags, intervalSeconds, cycleSeconds = 3_600 } = options;
  return Math.min(dags, Math.ceil((dags * intervalSeconds) / cycleSeconds));
}
