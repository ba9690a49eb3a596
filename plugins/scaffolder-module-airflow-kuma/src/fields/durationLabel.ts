const PARTS =
  /^P(?:(\d+)Y)?(?:(\d+)M)?(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;
const UNITS = ['year', 'month', 'week', 'day', 'hour', 'minute', 'second'];

/** An ISO 8601 duration in words, e.g. `30 days`; what is none stays as it is. */
export function durationLabel(duration: string): string {
  if (duration === 'until-revoked') return 'until revoked';
  const match = PARTS.exec(duration);
  const words = UNITS.flatMap((unit, index) => {
    const count = match?.[index + 1];
    return count ? [`${count} ${unit}${count === '1' ? '' : 's'}`] : [];
  });
  return words.length > 0 ? words.join(' ') : duration;
}
