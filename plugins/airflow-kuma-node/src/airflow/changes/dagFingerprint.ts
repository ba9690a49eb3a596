import { createHash } from 'crypto';
import { RawDag } from '../types';

/**
 * A hash of what a list row says about how a DAG is written. Left out is what
 * moves by itself or only concerns the row: the next run, paused, import
 * errors, and the version of the bundle, which changes for all DAGs of a
 * repository with every commit.
 * @public
 */
export function dagFingerprint(row: RawDag): string {
  const written = [
    row.displayName,
    row.description,
    row.owners,
    row.tags,
    row.scheduleSummary,
    row.scheduleDescription,
    row.isStale,
    row.file,
    row.bundle,
  ];
  return createHash('sha256').update(JSON.stringify(written)).digest('hex');
}
