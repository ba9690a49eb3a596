import { UpstreamError } from './UpstreamError';

// Codes of Node's TLS layer (nodejs.org/api/tls.html#x509-certificate-error-codes)
// and of OpenSSL as Node shows them.
const TLS_CODE =
  /^(ERR_TLS_|ERR_SSL_|CERT_|EPROTO$|DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|HOSTNAME_MISMATCH)/;

/**
 * Says what a rejected `fetch` means. Its own message is always "fetch
 * failed"; the reason is in the cause, whose code is safe to show while its
 * message may quote the URL.
 */
export function errorOfFetch(
  error: unknown,
  context: { upstream: string; request: string },
): UpstreamError {
  const code = codeOf(error);
  if (code && TLS_CODE.test(code)) {
    return new UpstreamError({
      ...context,
      kind: 'tls',
      detail: code,
      advice:
        'check the certificate of the server; a private CA goes into NODE_EXTRA_CA_CERTS',
      cause: error as Error,
    });
  }
  return new UpstreamError({
    ...context,
    kind: 'unreachable',
    detail: code,
    advice: 'check baseUrl, and that the server runs and can be reached',
    cause: error as Error,
  });
}

function codeOf(error: unknown): string | undefined {
  let current = error as
    | { code?: unknown; cause?: unknown; errors?: unknown[] }
    | undefined;
  for (let depth = 0; current && depth < 5; depth++) {
    if (typeof current.code === 'string') return current.code;
    // Several addresses were tried: AggregateError.
    current = (current.cause ?? current.errors?.[0]) as typeof current;
  }
  return undefined;
}
