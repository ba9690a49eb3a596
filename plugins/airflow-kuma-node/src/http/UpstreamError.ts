import { CustomErrorBase } from '@backstage/errors';

/**
 * What went wrong with an upstream, in classes that a caller can act on.
 * `inconsistent`: a list changed under our hands, twice. `refused`: we did not
 * send, or did not follow, because it would have been wrong to.
 * @public
 */
export type UpstreamErrorKind =
  | 'unreachable'
  | 'timeout'
  | 'tls'
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'rate-limited'
  | 'invalid-request'
  | 'server-error'
  | 'not-json'
  | 'unexpected-shape'
  | 'inconsistent'
  | 'read-only'
  | 'refused';

const WORDS: Record<UpstreamErrorKind, string> = {
  unreachable: 'could not connect',
  timeout: 'no answer in time',
  tls: 'the TLS connection failed',
  unauthorized: 'the credentials were refused',
  forbidden: 'the account may not do this',
  'not-found': 'not found',
  'rate-limited': 'too many requests',
  'invalid-request': 'the request was refused as invalid',
  'server-error': 'the server failed',
  'not-json': 'the answer is not the JSON of an API',
  'unexpected-shape': 'the answer does not have the expected shape',
  inconsistent: 'the list changed while it was read',
  'read-only': 'this API is read-only',
  refused: 'refused',
};

/**
 * What an {@link UpstreamError} is made of.
 * @public
 */
export type UpstreamErrorOptions = {
  kind: UpstreamErrorKind;
  /** The upstream by its key in config, e.g. `Airflow instance "prod"`. */
  upstream: string;
  /** Request line without its query: queries can hold secrets. */
  request?: string;
  status?: number;
  /** What the upstream said, short, cleaned, free of our credentials. */
  detail?: string;
  /** What a person can do about it. */
  advice?: string;
  /** From `Retry-After`. */
  retryAfterMilliseconds?: number;
  cause?: Error;
};

/**
 * An upstream did not do what we asked. The message names the upstream, the
 * path, the status and what to do; it never holds a query or a credential.
 * @public
 */
export class UpstreamError extends CustomErrorBase {
  name = 'UpstreamError' as const;
  readonly kind: UpstreamErrorKind;
  readonly upstream: string;
  readonly request?: string;
  readonly status?: number;
  readonly detail?: string;
  readonly retryAfterMilliseconds?: number;

  constructor(options: UpstreamErrorOptions) {
    super(messageOf(options));
    this.kind = options.kind;
    this.upstream = options.upstream;
    this.request = options.request;
    this.status = options.status;
    this.detail = options.detail;
    this.retryAfterMilliseconds = options.retryAfterMilliseconds;
    // Kept apart from the message: an error's cause may quote a whole URL.
    Object.defineProperty(this, 'cause', {
      value: options.cause,
      enumerable: false,
    });
  }
}

/**
 * Whether an error is an {@link UpstreamError}, by name, as packages may be
 * installed twice; optionally of one of the given kinds.
 * @public
 */
export function isUpstreamError(
  error: unknown,
  ...kinds: UpstreamErrorKind[]
): error is UpstreamError {
  const candidate = error as Partial<UpstreamError> | undefined;
  return (
    candidate?.name === 'UpstreamError' &&
    (kinds.length === 0 || kinds.includes(candidate.kind!))
  );
}

function messageOf(options: UpstreamErrorOptions): string {
  const status = options.status ? ` answered ${options.status}` : '';
  const request = options.request ? `: ${options.request}${status}` : status;
  const parts = [
    `${options.upstream}${request}`,
    WORDS[options.kind],
    options.detail,
    options.advice,
  ];
  return parts.filter(Boolean).join('; ');
}
