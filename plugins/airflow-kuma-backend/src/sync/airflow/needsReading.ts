import { createHash } from 'node:crypto';
import { RawDag } from '@airflow-kuma/backstage-plugin-airflow-kuma-node';

/** What was noted of a DAG when its details were read. */
export type DagNotes = {
  /** Fingerprint of its list row then. */
  row?: string;
  /** Id of its version then; absent before Airflow 3. */
  version?: string;
  /** What is odd about its `doc_md`. */
  problem?: string;
};

/**
 * Whether a DAG's details have to be read again. No single feed tells: an edit
 * of a DAG whose newest version never ran rewrites that version in place, so
 * the version feed misses it; tags show in the list row within seconds, tasks
 * lag; `last_parsed` moves by itself and tells nothing. So: a changed row, or
 * a new version, or its turn in the slow rolling re-read.
 */
export function needsReading(
  row: RawDag,
  notes: DagNotes | undefined,
  options: { newestVersion?: string; now: Date; interval: number },
): 'new' | 'changed' | 'rolling' | undefined {
  if (notes?.row === undefined) return 'new';
  if (notes.row !== rowFingerprint(row)) return 'changed';
  const { newestVersion } = options;
  if (newestVersion !== undefined && newestVersion !== notes.version) {
    return 'changed';
  }
  return isItsTurn(row.dagId, options) ? 'rolling' : undefined;
}

/** Fingerprint of what in a row tells of a change; the next run does not. */
export function rowFingerprint(row: RawDag): string {
  const { nextRun: _, isPaused: __, ...rest } = row;
  return createHash('sha1').update(JSON.stringify(rest)).digest('base64url');
}

/** In this time every DAG is read again once, changed or not. */
export const ROLLING_PERIOD = 30 * 60_000;

/**
 * Each DAG has its slot in the period by its id, so that replicas need to
 * agree on nothing and nothing has to be written down.
 */
function isItsTurn(
  dagId: string,
  { now, interval }: { now: Date; interval: number },
): boolean {
  const slots = Math.max(1, Math.round(ROLLING_PERIOD / interval));
  const slot = createHash('sha1').update(dagId).digest().readUInt32BE() % slots;
  return Math.floor(now.getTime() / interval) % slots === slot;
}
