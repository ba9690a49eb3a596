import { TaskCancelledError } from 'cockatiel';
import JSON5 from 'json5';
import { buildUrl } from './buildUrl';
import { checkShape } from './checkShape';
import { errorOfFetch } from './errorOfFetch';
import { errorOfResponse } from './errorOfResponse';
import { BodyRefused, readBeginning, readBody } from './readBody';
import { FetchFunction, UpstreamRequest } from './types';
import { UpstreamError } from './UpstreamError';

const MAX_ERROR_BYTES = 64 * 1024;
const MAX_REDIRECTS = 3;

/**
 * Sends a request once and gives back its checked answer.
 */
export async function sendRequest<T>(
  request: UpstreamRequest<T>,
  options: {
    upstream: string;
    baseUrl: string;
    headers: Record<string, string>;
    fetch: FetchFunction;
    /** Told how far the upstream's clock is ahead of ours, in milliseconds. */
    onSkew: (milliseconds: number) => void;
    maxBytes: number;
    redact: (text: string) => string;
    signal: AbortSignal;
  },
): Promise<T> {
  const method = request.method ?? 'GET';
  const json = request.format !== 'text';
  const context = {
    upstream: options.upstream,
    request: `${method} ${request.path}`,
  };

  try {
    const response = await follow(buildUrl(options.baseUrl, request), {
      context,
      fetch: options.fetch,
      init: {
        method,
        redirect: 'manual',
        signal: options.signal,
        headers: {
          accept: json ? 'application/json' : 'text/plain',
          ...(request.body === undefined
            ? {}
            : { 'content-type': 'application/json' }),
          ...options.headers,
        },
        body:
          request.body === undefined ? undefined : JSON.stringify(request.body),
      },
    });
    const { status } = response;
    const skew = skewOf(response);
    if (skew !== undefined) options.onSkew(skew);
    if (!response.ok) {
      throw errorOfResponse({
        ...context,
        status,
        retryAfter: response.headers.get('retry-after') ?? undefined,
        body: await readBeginning(response, MAX_ERROR_BYTES),
        redact: options.redact,
      });
    }
    if (isHtml(response)) {
      await response.body?.cancel();
      throw notJson({ ...context, status, detail: 'it is an HTML page' });
    }
    const text = await readBody(response, { maxBytes: options.maxBytes, json });
    const value = json ? parse(text, { ...context, status }) : text;
    return checkShape(request.schema, value, { ...context, status });
  } catch (error) {
    if (options.signal.aborted) throw new TaskCancelledError();
    if (error instanceof BodyRefused) {
      if (error.reason === 'not-json') throw notJson(context);
      throw new UpstreamError({
        ...context,
        kind: 'unexpected-shape',
        detail: `the answer is larger than ${options.maxBytes} bytes`,
      });
    }
    if ((error as Error)?.name === 'UpstreamError') throw error;
    throw errorOfFetch(error, context);
  }
}

/**
 * Follows redirects of reads within the same host. Anything else is a sign-in
 * page or a trap, and would be sent our credentials.
 */
async function follow(
  start: string,
  options: {
    context: { upstream: string; request: string };
    fetch: FetchFunction;
    init: RequestInit;
  },
): Promise<Response> {
  let url = start;
  for (let redirects = 0; ; redirects++) {
    const response = await options.fetch(url, options.init);
    const location = response.headers.get('location');
    if (response.status < 300 || response.status > 399 || !location) {
      return response;
    }
    await response.body?.cancel();
    const from = new URL(url);
    const to = URL.canParse(location, url) ? new URL(location, url) : undefined;
    const allowed =
      to &&
      redirects < MAX_REDIRECTS &&
      options.init.method === 'GET' &&
      to.host === from.host &&
      (to.protocol === from.protocol || to.protocol === 'https:');
    if (!allowed) {
      throw new UpstreamError({
        ...options.context,
        kind: 'refused',
        status: response.status,
        detail: `a redirect to ${to ? to.origin : 'nowhere'} is not followed`,
        advice: 'check baseUrl; a sign-in page may stand before the API',
      });
    }
    url = to.toString();
  }
}

/** A cached answer tells the time at which it was made. */
function skewOf({ headers }: Response): number | undefined {
  const date = Date.parse(headers.get('date') ?? '');
  return Number.isNaN(date) || headers.has('age')
    ? undefined
    : date - Date.now();
}

function isHtml(response: Response): boolean {
  return /^\s*(text\/html|application\/xhtml)/i.test(
    response.headers.get('content-type') ?? '',
  );
}

function parse(
  text: string,
  context: { upstream: string; request: string; status: number },
): unknown {
  if (context.status === 204) return {};
  try {
    return JSON.parse(text);
  } catch {
    // The parser's own message quotes the text; it stays out.
    return parsePython(text) ?? refuse(context);
  }
}

/**
 * What Python's `json` writes where a number is none: `NaN` and `Infinity`
 * are not JSON, and one of them in one item must not cost the whole list.
 */
function parsePython(text: string): unknown {
  if (!/\b(?:NaN|Infinity)\b/.test(text)) return undefined;
  try {
    return JSON5.parse(text);
  } catch {
    return undefined;
  }
}

function refuse(context: Parameters<typeof notJson>[0]): never {
  throw notJson(context);
}

function notJson(context: {
  upstream: string;
  request: string;
  status?: number;
  detail?: string;
}): UpstreamError {
  return new UpstreamError({
    ...context,
    kind: 'not-json',
    advice: 'check baseUrl, and whether a proxy or a sign-in page answers',
  });
}
