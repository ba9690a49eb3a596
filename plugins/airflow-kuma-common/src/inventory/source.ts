import { SourcePart } from './sourcePart';

/**
 * An upstream that we read: an Airflow instance or a Kuma control plane, by
 * its key in the config.
 * @public
 */
export type SourceReference = { kind: 'airflow' | 'kuma'; name: string };

/**
 * How a source is doing, for pages and for edge states.
 * `ok`: the last read had what everything rests on. `stale`: it failed, older data
 * stands. `never`: nothing was ever read. `misconfigured`: its config is wrong.
 * @public
 */
export type SourceStatus = SourceReference & {
  title: string;
  state: 'ok' | 'stale' | 'never' | 'misconfigured';
  /** Version as the source reports it, e.g. `3.3.2`. */
  version?: string;
  /** Link for people, never with credentials. */
  uiUrl?: string;
  /** ISO time of the last whole read. */
  lastSuccess?: string;
  lastAttempt?: string;
  /** What went wrong and what to do; free of secrets. */
  error?: string;
  /** Items that were reported and skipped because they are invalid. */
  skipped: { item: string; reason: string }[];
  /** A sudden drop that waits for a repeat or for an admin. */
  heldBack?: {
    what: 'dags' | 'services';
    from: number;
    to: number;
    since: string;
    /** ISO time until which a total loss waits, however often it repeats. */
    until?: string;
  };
  /** What was read of it part by part; empty before the first read. */
  parts: SourcePart[];
  /** `false` where its permissions are applied through Git or kubectl. */
  writable?: boolean;
  /**
   * Of a past instant that lies between two reads that found different things:
   * when they were (ISO). What is shown is what the first one found.
   */
  readsAround?: { before: string; after?: string };
};
