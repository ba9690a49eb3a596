import { isUpstreamError } from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { countsOf } from '../parts/countsOf';
import { PartName, ReadParts } from '../parts/ReadParts';
import { safeMessage } from '../safeMessage';

/** Fails for an instance, not for a DAG: what is left is read next time. */
const OF_ALL = ['unreachable', 'tls', 'unauthorized', 'rate-limited'] as const;

/** A part that failed for so many DAGs, and worked for none, is asked no more. */
const GIVE_UP_AFTER = 3;

/** How one part of the details fared over all DAGs that were asked. */
export class Tally {
  succeeded = 0;
  readonly errors: Error[] = [];

  constructor(readonly part: PartName) {}

  get isHopeless(): boolean {
    return this.succeeded === 0 && this.errors.length >= GIVE_UP_AFTER;
  }
}

/** What went wrong with one DAG. */
export type DagTroubles = { errors: string[]; isWhole: boolean };

/** Requests for details of DAGs: what fails for one, and what for all. */
export class DetailAttempts {
  /** What fails for all DAGs ends them all; each is still to be read. */
  problem: string | undefined;
  readonly #signal: AbortSignal;
  readonly #limit: AbortSignal;

  constructor(options: {
    /** Ends the whole read. */
    signal: AbortSignal;
    /** Ends the details alone. */
    limit: AbortSignal;
  }) {
    this.#signal = options.signal;
    this.#limit = options.limit;
  }

  /** One part of one DAG; `undefined` where it could not be read. */
  async of<T>(
    tally: Tally,
    troubles: DagTroubles,
    request: () => Promise<T>,
  ): Promise<T | undefined> {
    if (this.problem || tally.isHopeless) {
      troubles.isWhole = false;
      return undefined;
    }
    try {
      const value = await request();
      tally.succeeded += 1;
      return value;
    } catch (error) {
      this.#signal.throwIfAborted();
      troubles.isWhole = false;
      if (this.#limit.aborted) {
        this.problem ??= 'Not all DAGs came in time; the others are read next.';
      } else if (isUpstreamError(error, ...OF_ALL)) {
        this.problem ??= safeMessage(error);
      } else if (isOfOneItem(error)) {
        tally.errors.push(error);
        troubles.errors.push(error.message);
      } else {
        throw error;
      }
      return undefined;
    }
  }

  /** Says of a part how it fared. */
  note(parts: ReadParts, { part, succeeded, errors, isHopeless }: Tally): void {
    if (isHopeless) parts.missing(part, errors[0]);
    else if (this.problem) parts.fail(part, this.problem);
    else parts.succeed(part);
    parts.count(
      part,
      countsOf({
        shown: succeeded,
        leftOut: errors.map(error => error.message),
      }),
    );
  }
}

/** Ids of dots alone cannot be asked for at all: an InputError of the client. */
function isOfOneItem(error: unknown): error is Error {
  return (
    isUpstreamError(error) ||
    (error instanceof Error && error.name === 'InputError')
  );
}
