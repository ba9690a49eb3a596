import {
  ALLOWED_SKEW_MILLISECONDS,
  PartCounts,
  SourcePart,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  isUpstreamError,
  ListDoubt,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { safeMessage } from '../safeMessage';

/** A part, and what to do where our account is not told it. */
export type PartName = { name: string; mesh?: string; advice?: string };

/** What a part gave this time, or the last time that it gave something. */
export type PartRead<T> = {
  value: T | undefined;
  state: SourcePart['state'];
  /** Why it is not told or failed. */
  error?: unknown;
};

const CLOCK: PartName = { name: 'clock' };

/**
 * For so long a list that gives less than it counts may be missing items;
 * after that its count is taken for wrong, and the list for whole.
 */
const DOUBT_FOR = 60 * 60_000;

/**
 * The parts of one read of a source. A part that fails in any way costs only
 * itself: the last good state is given instead, and why it failed is noted.
 */
export class ReadParts {
  readonly #parts: SourcePart[] = [];
  /** Names of parts as they were asked for. */
  readonly #order: string[] = [];
  readonly #options: ReadPartsOptions;

  static begin(options: ReadPartsOptions): ReadParts {
    return new ReadParts(options);
  }

  private constructor(options: ReadPartsOptions) {
    this.#options = options;
  }

  /**
   * All parts so far, in the order in which they were asked for: answers come
   * in any, and the same parts must not look changed.
   */
  get list(): SourcePart[] {
    const rank = ({ name }: PartName) => this.#order.indexOf(name);
    const meshOf = ({ mesh = '' }: PartName) => mesh;
    return [...this.#parts].sort(
      (a, b) =>
        rank(a) - rank(b) ||
        Number(meshOf(a) > meshOf(b)) - Number(meshOf(a) < meshOf(b)),
    );
  }

  /**
   * Reads a part; `undefined` means that the source does not tell it. Throws
   * only when the whole read is over.
   */
  async read<T>(
    part: PartName,
    request: (signal: AbortSignal) => Promise<T | undefined>,
    /** What is stored stands in for it, so it need not stay in memory. */
    options: { isStored?: boolean } = {},
  ): Promise<PartRead<T>> {
    const { signal, good, budget } = this.#options;
    this.#order.push(part.name);
    const key = keyOf(part);
    const inTime = AbortSignal.timeout(budget);
    let value: T | undefined;
    try {
      value = await request(AbortSignal.any([signal, inTime]));
    } catch (error) {
      signal.throwIfAborted();
      const isLate = inTime.aborted && !isUpstreamError(error);
      const read = isLate
        ? this.fail<T>(part, `It did not come within ${budget / 1000} s.`)
        : this.missing<T>(part, error);
      return { ...read, error };
    }
    if (value === undefined) {
      return this.#note(part, {
        state: 'not-told',
        reason: 'This version has no such list.',
      });
    }
    if (!options.isStored) good.set(key, value);
    this.#parts.push(named(part, { state: 'read' }));
    return { value, state: 'read' };
  }

  /** Gives a part its place in the order before it is asked for. */
  reserve({ name }: PartName): void {
    this.#order.push(name);
  }

  /** Notes what became of the items of a part that was read. */
  count(part: PartName, counts: PartCounts): void {
    Object.assign(this.#find(part), { counts });
  }

  /** Takes back what was noted of a part, as it is read in smaller ones. */
  forget(part: PartName): void {
    this.#parts.splice(this.#parts.indexOf(this.#find(part)), 1);
  }

  /**
   * Makes one part of those of its meshes, where all were read and nothing
   * speaks against any of them.
   */
  unite({ name }: PartName): void {
    const all = this.#parts.filter(part => part.name === name);
    const isWhole = all.every(
      ({ mesh, state, reason }) =>
        mesh !== undefined && state === 'read' && reason === undefined,
    );
    if (all.length === 0 || !isWhole) return;
    for (const part of all) this.forget(part);
    this.succeed({ name });
  }

  /** Notes that a part was not read because of an error. */
  missing<T>(part: PartName, error: unknown): PartRead<T> {
    const reason = safeMessage(error);
    return this.#note(part, { ...stateOfError(error, part), reason });
  }

  /** Adds to what a part that was not read says. */
  add(part: PartName, words: string): void {
    const own = this.#find(part);
    own.reason = `${own.reason}; ${words}`;
  }

  /** Notes that a part failed, in words. */
  fail<T>(part: PartName, reason: string): PartRead<T> {
    return this.#note(part, { state: 'failed', reason });
  }

  /** Notes a part that was read, where not by {@link read}. */
  succeed(part: PartName): void {
    this.#order.push(part.name);
    this.#parts.push(named(part, { state: 'read' }));
  }

  /**
   * Notes what speaks against a part's being whole. Whether what was there
   * before and is not listed now must be kept.
   */
  doubt(part: PartName, doubt: ListDoubt | undefined): boolean {
    if (!doubt) return false;
    const { now } = this.#options;
    const before = this.#before(part);
    const isOld = before?.state === 'read' && before.reason !== undefined;
    const since = isOld ? before.since ?? now : now;
    Object.assign(this.#find(part), { reason: doubt.reason, since });
    if (doubt.missing === undefined) return true;
    return doubt.missing > 0 && Date.parse(now) - Date.parse(since) < DOUBT_FOR;
  }

  /** Notes what people should know of a part that was read. */
  remark(part: PartName, reason: string | undefined): void {
    const own = this.#find(part);
    if (reason === undefined || own.reason !== undefined) return;
    const before = this.#before(part);
    const isOld = before?.reason === reason && before.since !== undefined;
    const since = isOld ? before.since : this.#options.now;
    Object.assign(own, { reason, since });
  }

  /**
   * Notes a clock that is too far from ours, in milliseconds ahead: whoever
   * compares times of the source with ours is wrong by so much.
   */
  clock(skew: number | undefined): void {
    if (skew === undefined || Math.abs(skew) <= ALLOWED_SKEW_MILLISECONDS)
      return;
    const direction = skew > 0 ? 'ahead of' : 'behind';
    const minutes = Math.round(Math.abs(skew) / 60_000);
    const { now } = this.#options;
    this.#order.push(CLOCK.name);
    const before = this.#before(CLOCK);
    this.#parts.push(
      named(CLOCK, {
        state: 'read',
        reason: `Its clock is ${minutes} min ${direction} ours: ages and expiry may be off by that.`,
        since: before?.since ?? now,
        advice: 'Let both machines take their time from the same servers.',
      }),
    );
  }

  #note<T>(
    part: PartName,
    why: Pick<SourcePart, 'state' | 'reason' | 'advice'>,
  ): PartRead<T> {
    const { now, lastSuccess, good } = this.#options;
    this.#order.push(part.name);
    const before = this.#before(part);
    const since = before?.state === why.state ? before.since ?? now : now;
    const lastRead = before?.state === 'read' ? lastSuccess : before?.lastRead;
    this.#parts.push(named(part, { ...why, since, lastRead }));
    return {
      value: good.get(keyOf(part)) as T | undefined,
      state: why.state,
    };
  }

  /** How the part was before; of a mesh, also as a part of all meshes. */
  #before({ name, mesh }: PartName): SourcePart | undefined {
    const same = this.#options.before.filter(part => part.name === name);
    return (
      same.find(part => part.mesh === mesh) ??
      same.find(part => part.mesh === undefined)
    );
  }

  #find(part: PartName): SourcePart {
    return this.#parts.find(each => keyOf(each) === keyOf(part))!;
  }
}

/** What {@link ReadParts} is made of. */
export type ReadPartsOptions = {
  /** The parts as the last read left them. */
  before: SourcePart[];
  /** ISO time of this read, and of the last one that was good. */
  now: string;
  lastSuccess?: string;
  /** Last good states, kept by the reader from read to read. */
  good: Map<string, unknown>;
  /** Ends the whole read. */
  signal: AbortSignal;
  /** Milliseconds that one part may take. */
  budget: number;
};

function stateOfError(
  error: unknown,
  { advice }: PartName,
): Pick<SourcePart, 'state' | 'advice'> {
  if (isUpstreamError(error, 'forbidden')) return { state: 'not-told', advice };
  // A version, or a proxy before it, that does not know the path.
  if (isUpstreamError(error, 'not-found')) return { state: 'not-told' };
  return { state: 'failed' };
}

function named(
  { name, mesh }: PartName,
  more: Omit<SourcePart, 'name' | 'mesh'>,
): SourcePart {
  return { name, ...(mesh !== undefined && { mesh }), ...more };
}

function keyOf({ name, mesh }: PartName): string {
  return JSON.stringify([name, mesh]);
}
