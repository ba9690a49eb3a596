import { isRetryable, retryDelay } from './retryDelay';
import { parseRetryAfter } from './errorOfResponse';
import { UpstreamError, UpstreamErrorKind } from './UpstreamError';

const error = (
  kind: UpstreamErrorKind,
  more?: { status?: number; retryAfterMilliseconds?: number },
) => new UpstreamError({ kind, upstream: 'test', ...more });

describe('isRetryable', () => {
  it.each([
    ['unreachable', true],
    ['rate-limited', true],
    ['server-error', true],
    ['timeout', false],
    ['tls', false],
    ['unauthorized', false],
    ['forbidden', false],
    ['not-found', false],
    ['not-json', false],
    ['unexpected-shape', false],
    ['read-only', false],
    ['refused', false],
  ] as const)('%s: %s', (kind, expected) => {
    expect(isRetryable(error(kind))).toBe(expected);
  });

  it('does not repeat what is not implemented, or wants a long rest', () => {
    expect(isRetryable(error('server-error', { status: 501 }))).toBe(false);
    expect(
      isRetryable(error('rate-limited', { retryAfterMilliseconds: 30_001 })),
    ).toBe(false);
  });
});

describe('retryDelay', () => {
  it('doubles up to a limit, with full jitter', () => {
    const delays = [1, 2, 3, 10].map(attempt =>
      retryDelay(attempt, error('unreachable'), () => 1),
    );
    expect(delays).toEqual([200, 400, 800, 5_000]);
    expect(retryDelay(3, error('unreachable'), () => 0.5)).toBe(400);
  });

  it('is never shorter than Retry-After', () => {
    const busy = error('rate-limited', { retryAfterMilliseconds: 2_000 });
    expect(retryDelay(1, busy, () => 0)).toBe(2_000);
  });
});

describe('parseRetryAfter', () => {
  const now = Date.parse('2026-11-22T00:00:00Z');
  it.each([
    ['7', 7_000],
    ['Sun, 22 Nov 2026 00:00:30 GMT', 30_000],
    ['Sun, 22 Nov 2020 00:00:00 GMT', 0],
    ['soon', undefined],
    [undefined, undefined],
  ])('reads %s', (value, expected) => {
    expect(parseRetryAfter(value, now)).toBe(expected);
  });
});
