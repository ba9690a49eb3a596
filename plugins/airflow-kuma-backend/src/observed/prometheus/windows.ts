const DAY = 86_400;

/** Lengths (seconds) that are asked for; each costs a handful of queries. */
const LENGTHS = [1, 2, 3, 7, 14, 31, 62, 93, 186, 400].map(days => days * DAY);

/** The window that is looked at where nothing says when a DAG runs. */
export const SHORTEST_WINDOW = LENGTHS[0];

/**
 * The shortest length that reaches back to `start`: a longer window than needed
 * can only make silence harder to claim.
 */
export function windowLength(start: string, now: string): number | undefined {
  const seconds = (Date.parse(now) - Date.parse(start)) / 1000;
  return LENGTHS.find(length => length >= seconds);
}
