/** An instant as a sentence says it: `2026-11-23 04:33 UTC`. */
export function utcMinute(at: number | string): string {
  const iso = new Date(at).toISOString();
  return `${iso.slice(0, 10)} ${iso.slice(11, 16)} UTC`;
}
