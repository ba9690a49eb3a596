/**
 * An instant as a sentence says it: `2026-11-23 04:33 UTC`; the raw text when
 * it is no time.
 * @public
 */
export function utcMinute(at: number | string): string {
  const time = new Date(at);
  if (Number.isNaN(time.getTime())) return String(at);
  const iso = time.toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}
