import {
  dagFingerprint,
  DagReadState,
  RawDag,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-node';

/** What is noted of a DAG when its details are read; stored with the DAG. */
export type DagNotes = Omit<DagReadState, 'dagId'> & {
  /** What is odd about its `doc_md`. */
  problem?: string;
};

/**
 * When each DAG was last read. Notes are stored with the DAG, but a re-read
 * that found nothing is remembered here alone: writing it down would make a
 * write of every poll. A restart, or another replica, merely takes the turns
 * anew.
 */
export class DagNotebook {
  readonly #readAt = new Map<string, string>();

  /** State of a DAG as far as it is known. */
  stateOf(
    dagId: string,
    stored: DagNotes | undefined,
  ): DagReadState | undefined {
    if (!stored) return undefined;
    const remembered = this.#readAt.get(dagId);
    const { problem: _, ...state } = stored;
    return {
      ...state,
      dagId,
      readAt:
        remembered && remembered > stored.readAt ? remembered : stored.readAt,
    };
  }

  /** Notes after a read; the stored ones where they say it all. */
  note(
    row: RawDag,
    stored: DagNotes | undefined,
    read: {
      now: string;
      versionNumber?: number;
      problem?: string;
      isChange: boolean;
      isSettled: boolean;
    },
  ): DagNotes {
    this.#readAt.set(row.dagId, read.now);
    const fresh: DagNotes = {
      fingerprint: dagFingerprint(row),
      readAt: read.now,
      versionNumber: read.versionNumber,
      changedAt: read.isChange ? read.now : stored?.changedAt,
      problem: read.problem,
    };
    const saysNothingNew =
      stored !== undefined &&
      !read.isChange &&
      !read.isSettled &&
      stored.fingerprint === fresh.fingerprint &&
      stored.versionNumber === fresh.versionNumber &&
      stored.problem === fresh.problem;
    return saysNothingNew ? stored : fresh;
  }
}
