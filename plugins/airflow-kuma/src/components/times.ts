import { DateTime } from 'luxon';

/** `3 hours ago`, `in 2 days`; the raw text when it is no time. */
export function relative(iso: string, now: DateTime = DateTime.now()): string {
  const time = DateTime.fromISO(iso);
  if (!time.isValid) return iso;
  if (Math.abs(time.diff(now, 'seconds').seconds) < 5) return 'just now';
  // What ends in seven days less a second does not end in six.
  const rounding = time > now ? 'round' : 'trunc';
  return time.toRelative({ base: now, rounding }) ?? iso;
}

/** `23 Nov 2026, 00:30:05` with the zone; the raw text when it is no time. */
export function absolute(iso: string): string {
  const time = DateTime.fromISO(iso);
  return time.isValid ? time.toFormat('d LLL yyyy, HH:mm:ss ZZZZ') : iso;
}

/** Seconds as `1 h 5 min`, `42 s`, `0.4 s`. */
export function seconds(value: number): string {
  if (value < 10) return `${Math.round(value * 10) / 10} s`;
  if (value < 60) return `${Math.round(value)} s`;
  const minutes = Math.round(value / 60);
  if (minutes < 60) return `${minutes} min`;
  const hours = Math.floor(minutes / 60);
  if (hours < 48)
    return [`${hours} h`, minutes % 60 && `${minutes % 60} min`]
      .filter(Boolean)
      .join(' ');
  return `${Math.round(hours / 24)} days`;
}
