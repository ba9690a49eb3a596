import { SourceRecord } from '../store/SourceStore';

/** While something is applying, so that a change shows within 5 s. */
export const HURRIED_INTERVAL = 3_000;

/** Share of an interval by which a source may be read too early. */
const MOST_SLACK = 0.4;

/**
 * Whether it is time to read a source. `slack` is how late the next question
 * may come: a source that would be late by then is read now.
 */
export function isDue(
  record: Pick<SourceRecord, 'lastAttempt' | 'refresh' | 'hurryUntil'>,
  options: { now: Date; interval: number; slack: number },
): boolean {
  if (record.refresh || record.lastAttempt === undefined) return true;
  const hurried =
    record.hurryUntil !== undefined &&
    new Date(record.hurryUntil) > options.now;
  const interval = hurried
    ? Math.min(options.interval, HURRIED_INTERVAL)
    : options.interval;
  const age = options.now.getTime() - new Date(record.lastAttempt).getTime();
  // Short intervals would shrink to nothing.
  const slack = Math.min(options.slack, interval * MOST_SLACK);
  // A clock that was set back must not stop reading.
  return age < 0 || age + slack > interval;
}
