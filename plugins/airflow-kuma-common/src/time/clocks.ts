/**
 * Clocks of the portal and of a source may differ by so much, in
 * milliseconds, without anything being said of it.
 * @public
 */
export const ALLOWED_SKEW_MILLISECONDS = 60_000;

/**
 * Whether an end (ISO time, by a source's clock) has passed at `now`
 * (milliseconds since the epoch, by ours), also where the clocks differ by
 * what is allowed. What has no end, or no readable one, has not ended.
 * @public
 */
export function hasExpired(end: string | undefined, now: number): boolean {
  return (
    end !== undefined && Date.parse(end) + ALLOWED_SKEW_MILLISECONDS <= now
  );
}
