import {
  bulkhead,
  DelegateBackoff,
  handleWhen,
  retry,
  TaskCancelledError,
  timeout,
  TimeoutStrategy,
} from 'cockatiel';
import { ListHoles } from './ListHoles';
import { isRetryable, retryDelay } from './retryDelay';
import { sendRequest } from './sendRequest';
import {
  Authenticator,
  FetchFunction,
  HttpClient,
  UpstreamRequest,
} from './types';
import { isUpstreamError, UpstreamError } from './UpstreamError';

const DEFAULT_MAX_BYTES = 64 * 1024 * 1024;

/**
 * Options of {@link createHttpClient}.
 */
export type HttpClientOptions = {
  /** For messages, e.g. `Airflow instance "prod"`. */
  upstream: string;
  baseUrl: string;
  authenticator: Authenticator;
  /** Whether an error means that the token is bad; default: 401. */
  meansBadToken?: (error: UpstreamError) => boolean;
  /** Never in an error, should the upstream echo them. */
  secrets: string[];
  timeoutMilliseconds: number;
  maxConcurrentRequests: number;
  /** How often a request is repeated; default 3. */
  retries?: number;
  maxBytes?: number;
  fetch?: FetchFunction;
  /** For tests: the delay before a repeat. */
  delay?: (attempt: number, error: UpstreamError) => number;
};

/**
 * An HTTP client for one upstream. Every attempt has a timeout of its own and
 * takes a place among the concurrent requests only while it is on its way, so
 * that waiting for a repeat keeps nobody else from going.
 */
export function createHttpClient(options: HttpClientOptions): HttpClient {
  const delay = options.delay ?? retryDelay;
  const places = bulkhead(options.maxConcurrentRequests, Infinity);
  const limit = timeout(
    options.timeoutMilliseconds,
    TimeoutStrategy.Aggressive,
  );
  const repeat = retry(
    handleWhen(error => isUpstreamError(error) && isRetryable(error)),
    {
      maxAttempts: options.retries ?? 3,
      backoff: new DelegateBackoff(context =>
        'error' in context.result
          ? delay(context.attempt, context.result.error as UpstreamError)
          : 0,
      ),
    },
  );
  let skew: number | undefined;
  const meansBadToken =
    options.meansBadToken ?? (error => error.kind === 'unauthorized');

  async function attempt<T>(
    request: UpstreamRequest<T>,
    signal: AbortSignal,
  ): Promise<T> {
    const headers =
      request.authenticate === false
        ? {}
        : await options.authenticator.headers(signal);
    const send = (sent: Record<string, string>) =>
      places.execute(() => sendInTime(request, sent, signal), signal);
    try {
      return await send(headers);
    } catch (error) {
      const renewed =
        request.authenticate !== false &&
        isUpstreamError(error) &&
        meansBadToken(error) &&
        (await options.authenticator.renew(headers));
      if (!renewed) throw error;
      return send(await options.authenticator.headers(signal));
    }
  }

  async function sendInTime<T>(
    request: UpstreamRequest<T>,
    headers: Record<string, string>,
    signal: AbortSignal,
  ): Promise<T> {
    try {
      return await limit.execute(
        context =>
          sendRequest(request, {
            upstream: options.upstream,
            baseUrl: options.baseUrl,
            headers,
            fetch: options.fetch ?? ((url, init) => fetch(url, init)),
            onSkew: milliseconds => {
              skew = milliseconds;
            },
            maxBytes: options.maxBytes ?? DEFAULT_MAX_BYTES,
            redact: redactor([...options.secrets, ...Object.values(headers)]),
            signal: context.signal,
          }),
        signal,
      );
    } catch (error) {
      if (signal.aborted) throw signal.reason;
      // Not isTaskCancelledError: in cockatiel 3.2 it looks for another class.
      if (!(error instanceof TaskCancelledError)) throw error;
      throw new UpstreamError({
        upstream: options.upstream,
        request: `${request.method ?? 'GET'} ${request.path}`,
        kind: 'timeout',
        detail: `after ${options.timeoutMilliseconds} ms`,
        advice: 'it is slow, or its timeout in the configuration is too short',
      });
    }
  }

  return {
    clockSkew: () => skew,
    holes: new ListHoles(),
    async request(request) {
      const signal = request.signal ?? new AbortController().signal;
      signal.throwIfAborted();
      const again = request.retry ?? request.method !== 'POST';
      const result = again
        ? repeat.execute(() => attempt(request, signal), signal)
        : attempt(request, signal);
      return orAborted(result, signal);
    },
  };
}

/** An abort answers at once, also while a repeat or a place is waited for. */
async function orAborted<T>(
  result: Promise<T>,
  signal: AbortSignal,
): Promise<T> {
  let onAbort = () => {};
  const aborted = new Promise<never>((_, reject) => {
    onAbort = () => reject(signal.reason);
    signal.addEventListener('abort', onAbort, { once: true });
  });
  try {
    return await Promise.race([result, aborted]);
  } finally {
    signal.removeEventListener('abort', onAbort);
  }
}

function redactor(secrets: string[]): (text: string) => string {
  // "Bearer x" is also redacted where only "x" is echoed.
  const words = secrets
    .flatMap(secret => [secret, ...secret.split(' ').slice(1)])
    .filter(word => word.length > 3);
  return text =>
    words.reduce((clean, word) => clean.replaceAll(word, '***'), text);
}
