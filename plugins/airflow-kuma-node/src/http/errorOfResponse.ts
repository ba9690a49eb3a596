import { describeErrorBody } from './describeErrorBody';
import { UpstreamError, UpstreamErrorKind } from './UpstreamError';

const ADVICE: Partial<Record<UpstreamErrorKind, string>> = {
  unauthorized: 'check auth in its configuration',
  forbidden: 'check auth in its configuration and what its account may do',
  'not-found': 'it may be gone; if everything is, check baseUrl',
  'read-only': 'permissions are applied through Git or kubectl there',
};

/**
 * Says what an answer other than 2xx means.
 */
export function errorOfResponse(options: {
  upstream: string;
  request: string;
  status: number;
  retryAfter?: string;
  /** At most the beginning of it. */
  body: string;
  redact: (text: string) => string;
}): UpstreamError {
  const kind = kindOf(options.status, options.request);
  return new UpstreamError({
    kind,
    upstream: options.upstream,
    request: options.request,
    status: options.status,
    detail: describeErrorBody(options.body, options.redact),
    advice: ADVICE[kind],
    retryAfterMilliseconds: parseRetryAfter(options.retryAfter),
  });
}

function kindOf(status: number, request: string): UpstreamErrorKind {
  if (status === 401) return 'unauthorized';
  if (status === 403) return 'forbidden';
  if (status === 404 || status === 410) return 'not-found';
  // Kuma's read-only API answers so to every write; to a read it means that
  // something else than the API is there.
  if (status === 405 && /^(PUT|DELETE) /.test(request)) return 'read-only';
  if (status === 408) return 'timeout';
  if (status === 429) return 'rate-limited';
  if (status >= 500) return 'server-error';
  return 'invalid-request';
}

/** Seconds or an HTTP date (RFC 9110, 10.2.3); anything else is ignored. */
export function parseRetryAfter(
  value: string | undefined,
  now: number = Date.now(),
): number | undefined {
  if (!value) return undefined;
  if (/^\d+$/.test(value.trim())) return Number(value) * 1000;
  const date = Date.parse(value);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
