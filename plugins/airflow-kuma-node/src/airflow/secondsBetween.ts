/** Seconds from one ISO time to another, where both are known. */
export function secondsBetween(
  start: string | undefined,
  end: string | undefined,
): number | undefined {
  return start && end
    ? (Date.parse(end) - Date.parse(start)) / 1000
    : undefined;
}
