const MINUTE_MS = 60_000;
const HALF_HOUR = 30;

/**
 * In which minutes of an hour something was seen: a bit for each, in two
 * halves, as neither JavaScript nor SQLite's driver keeps 60 bits in a number.
 */
export type Minutes = [number, number];

/** The minute of an instant (milliseconds) in its hour. */
export function minutesOf(at: number): Minutes {
  const minute = Math.floor(at / MINUTE_MS) % (2 * HALF_HOUR);
  return minute < HALF_HOUR ? [2 ** minute, 0] : [0, 2 ** (minute - HALF_HOUR)];
}

/** Minutes of either. */
export function eitherMinutes(one: Minutes, other: Minutes): Minutes {
  /* eslint-disable no-bitwise */
  return [one[0] | other[0], one[1] | other[1]];
  /* eslint-enable no-bitwise */
}

/**
 * Start of the last of these minutes that was over at an instant; `hour` is
 * counted from 1970.
 */
export function lastMinuteOver(
  minutes: Minutes,
  hour: number,
  until: number,
): number | undefined {
  for (let minute = 2 * HALF_HOUR - 1; minute >= 0; minute--) {
    const start = (hour * 2 * HALF_HOUR + minute) * MINUTE_MS;
    if (start + MINUTE_MS > until) continue;
    const half = minutes[minute < HALF_HOUR ? 0 : 1];
    // eslint-disable-next-line no-bitwise
    if (half & (1 << minute % HALF_HOUR)) return start;
  }
  return undefined;
}
