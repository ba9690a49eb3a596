import { UpstreamError } from './UpstreamError';

const FIRST_MILLISECONDS = 200;
const MAX_MILLISECONDS = 5_000;
/** Whoever asks us to stay away longer is left alone until the next sync. */
export const MAX_RETRY_AFTER_MILLISECONDS = 30_000;

/**
 * Whether the same request may work in a moment: 429, 5xx and broken
 * connections. A timeout is not repeated, a server that is too slow is not
 * helped by more requests.
 */
export function isRetryable(error: UpstreamError): boolean {
  if ((error.retryAfterMilliseconds ?? 0) > MAX_RETRY_AFTER_MILLISECONDS) {
    return false;
  }
  return (
    error.kind === 'unreachable' ||
    error.kind === 'rate-limited' ||
    (error.kind === 'server-error' && error.status !== 501)
  );
}

/**
 * Exponential backoff with full jitter, so that replicas do not come back in
 * step; never earlier than `Retry-After` allows.
 */
export function retryDelay(
  attempt: number,
  error: UpstreamError,
  random: () => number = Math.random,
): number {
  const ceiling = Math.min(
    MAX_MILLISECONDS,
    FIRST_MILLISECONDS * 2 ** (attempt - 1),
  );
  return (error.retryAfterMilliseconds ?? 0) + random() * ceiling;
}
