import { HeldBack } from '../store/SourceStore';

/** What to do with a read that has fewer things than the one before. */
export type DropVerdict =
  | { outcome: 'apply' }
  | { outcome: 'hold'; heldBack: HeldBack };

/**
 * Holds back a read in which more than a share of what was there is missing.
 * An upstream that lost half its answers looks exactly like one whose owner
 * deleted half; only time or a person can tell them apart. It goes through
 * when the next whole read misses the same things again, or when an admin
 * confirmed it. A read that misses others instead starts the wait anew.
 */
export function guardDrop(options: {
  what: HeldBack['what'];
  before: string[];
  now: string[];
  /** Largest share (0 to 1) that may go missing at once. */
  share: number;
  held?: HeldBack;
  confirmed: boolean;
  time: string;
}): DropVerdict {
  const present = new Set(options.now);
  const missing = options.before.filter(key => !present.has(key));
  if (missing.length <= options.before.length * options.share) {
    return { outcome: 'apply' };
  }
  const still = new Set(missing);
  const repeats =
    options.held !== undefined &&
    options.held.missing.every(key => still.has(key));
  if (repeats || options.confirmed) return { outcome: 'apply' };
  return {
    outcome: 'hold',
    heldBack: {
      what: options.what,
      from: options.before.length,
      to: options.now.length,
      since: options.time,
      missing,
    },
  };
}
