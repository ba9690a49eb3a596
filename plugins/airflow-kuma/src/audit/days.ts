import { DateTime } from 'luxon';

/** First instant of a day of the viewer; nothing for what is no day. */
export function dayStart(day: string | undefined): string | undefined {
  const time = DateTime.fromISO(day ?? '');
  return time.isValid ? time.startOf('day').toUTC().toISO()! : undefined;
}

/** Last instant of a day of the viewer; nothing for what is no day. */
export function dayEnd(day: string | undefined): string | undefined {
  const time = DateTime.fromISO(day ?? '');
  return time.isValid ? time.endOf('day').toUTC().toISO()! : undefined;
}
