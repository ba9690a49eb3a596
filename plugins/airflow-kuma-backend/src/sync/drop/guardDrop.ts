import { HeldBack } from '../store/SourceStore';

/** What to do with a read that has fewer things than the one before. */
export type DropVerdict =
  | { outcome: 'apply' }
  | { outcome: 'hold'; heldBack: HeldBack };

/** Milliseconds that a total loss waits where nothing else is said. */
export const TOTAL_LOSS_WAIT = 60 * 60_000;

/** More than this share missing is a total loss. */
const TOTAL = 0.9;

/**
 * Holds back a read in which more than a share of what was there is missing.
 * An upstream that lost half its answers looks exactly like one whose owner
 * deleted half; only time or a person can tell them apart. It goes through
 * when the next whole read misses the same things again, or when an admin
 * confirmed it. A total loss (nothing, or less than a tenth, is left) repeats
 * for as long as an upstream is broken, so it waits for `totalLossWait`. A
 * read that misses others instead starts the wait anew.
 */
export function guardDrop(options: {
  what: HeldBack['what'];
  before: string[];
  now: string[];
  /** Largest share (0 to 1) that may go missing at once. */
  share: number;
  /** Milliseconds that a total loss waits. */
  totalLossWait: number;
  held?: HeldBack;
  confirmed: boolean;
  /** ISO time of this read. */
  time: string;
}): DropVerdict {
  const { before, held, time } = options;
  const present = new Set(options.now);
  const missing = before.filter(key => !present.has(key));
  const isTotal = missing.length > before.length * TOTAL;
  if (!isTotal && missing.length <= before.length * options.share) {
    return { outcome: 'apply' };
  }
  if (options.confirmed) return { outcome: 'apply' };

  const still = new Set(missing);
  const repeats = held?.missing.every(key => still.has(key)) ?? false;
  const until = isTotal && repeats ? held?.until : undefined;
  const isOver = isTotal
    ? options.totalLossWait === 0 || (until !== undefined && time >= until)
    : repeats;
  if (isOver) return { outcome: 'apply' };
  return {
    outcome: 'hold',
    heldBack: {
      what: options.what,
      from: before.length,
      to: options.now.length,
      since: repeats ? held!.since : time,
      ...(isTotal && {
        until: until ?? after(time, options.totalLossWait),
      }),
      missing,
    },
  };
}

function after(iso: string, milliseconds: number): string {
  return new Date(Date.parse(iso) + milliseconds).toISOString();
}
