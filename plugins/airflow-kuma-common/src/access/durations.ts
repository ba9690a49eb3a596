import { DateTime, Duration } from 'luxon';

/** Duration of a grant that only a person ends. @public */
export const UNTIL_REVOKED = 'until-revoked';

/**
 * Seconds of an ISO 8601 duration such as `P7D`; `undefined` where it is none
 * or not longer than zero. Months and years count as a calendar has them from
 * `from` on.
 * @public
 */
export function durationSeconds(
  duration: string,
  from: string,
): number | undefined {
  const parsed = Duration.fromISO(duration);
  const start = DateTime.fromISO(from, { zone: 'utc' });
  if (!parsed.isValid || !start.isValid) return undefined;
  const seconds = start.plus(parsed).diff(start).as('seconds');
  return seconds > 0 ? seconds : undefined;
}

/**
 * When something of this duration ends that starts at `from`; `undefined` where
 * it ends by nobody but a person, or one of both is no time.
 * @public
 */
export function durationEnd(
  duration: string,
  from: string,
): string | undefined {
  if (duration === UNTIL_REVOKED) return undefined;
  const parsed = Duration.fromISO(duration);
  if (!parsed.isValid) return undefined;
  const end = DateTime.fromISO(from, { zone: 'utc' }).plus(parsed);
  return end.isValid ? end.toISO() : undefined;
}

/**
 * From when the time of an extension counts: from the present end, so that it
 * can only lengthen. From now where that grant has ended meanwhile.
 * @public
 */
export function extendedFrom(
  before: { end?: string; endedAt?: string },
  now: string,
): string {
  const { end, endedAt } = before;
  return end && !endedAt && end > now ? end : now;
}

/**
 * Whether `left` asks for longer than `right`; until revoked is longest.
 * @public
 */
export function isLonger(left: string, right: string, from: string): boolean {
  if (right === UNTIL_REVOKED) return false;
  if (left === UNTIL_REVOKED) return true;
  return (
    (durationSeconds(left, from) ?? 0) > (durationSeconds(right, from) ?? 0)
  );
}

/**
 * `P7D` as `7 days`; until revoked in words; the raw text where it is none.
 * @public
 */
export function durationInWords(text: string): string {
  if (text === UNTIL_REVOKED) return 'until revoked';
  const duration = Duration.fromISO(text, { locale: 'en' });
  return duration.isValid && duration.valueOf() > 0 ? duration.toHuman() : text;
}
