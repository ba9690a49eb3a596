import { isUpstreamError } from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { countsOf } from '../parts/countsOf';
import { PartName, ReadParts } from '../parts/ReadParts';

/** Fails for every DAG: the part is asked no more in this read. */
const OF_ALL = ['unreachable', 'tls', 'unauthorized', 'rate-limited'] as const;

/** A part that failed for so many DAGs, and worked for none, is asked no more. */
const GIVE_UP_AFTER = 3;

/** How one part of the details fared over all DAGs that were asked. */
export class Tally {
  succeeded = 0;
  readonly errors: Error[] = [];
  /** What would fail for every DAG. */
  ended?: Error;

  constructor(readonly part: PartName) {}

  /** Why it is asked no more in this read. */
  get hopeless(): Error | undefined {
    const isRefusedByAll =
      this.succeeded === 0 && this.errors.length >= GIVE_UP_AFTER;
    return this.ended ?? (isRefusedByAll ? this.errors[0] : undefined);
  }
}

/** What went wrong with one DAG. */
export type DagTroubles = { errors: string[]; isWhole: boolean };

/** Requests for details of DAGs: what fails for one, and what for all. */
export class DetailAttempts {
  /** What ends the details of all DAGs; each is still to be read. */
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
    if (this.problem || tally.hopeless) {
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
        tally.ended ??= error;
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
  note(parts: ReadParts, { part, succeeded, errors, hopeless }: Tally): void {
    if (hopeless) parts.missing(part, hopeless);
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
