/**
 * How a call to a service failed, as far as a task's log tells: `forbidden`
 * (403), `unavailable` (503: also what a caller sees of a refusal by a
 * TrafficPermission), `reset` (what a refused TCP call looks like) or `tls`.
 * @public
 */
export type FailureClass = 'forbidden' | 'unavailable' | 'reset' | 'tls';

/** What is kept of a failed task's log: this, and never its text. @public */
export type TaskFailure = {
  class: FailureClass;
  /** Host that was called, where the log names it beside the failure. */
  host?: string;
};

// Sooner ones win within a line: a 503 whose body speaks of TLS is about TLS.
const SIGNS: [FailureClass, RegExp][] = [
  [
    'tls',
    /SSLError|SSLCertVerificationError|\bSSL:|CERTIFICATE_VERIFY_FAILED|TLS(?:V1)? (?:error|alert)|TLS_error|handshake failure|certificate (?:verify failed|has expired)|x509:/i,
  ],
  [
    'forbidden',
    /RBAC: access denied|HTTP Error 403|\b403 Client Error|\b403[: ]+Forbidden|HTTP\/\d(?:\.\d)? 403\b|status(?:[ _-]?code)?\W{1,3}403\b/i,
  ],
  [
    'unavailable',
    /upstream connect error|no healthy upstream|HTTP Error 503|\b503 Server Error|\b503[: ]+Service Unavailable|HTTP\/\d(?:\.\d)? 503\b|status(?:[ _-]?code)?\W{1,3}503\b/i,
  ],
  [
    'reset',
    /Connection reset by peer|ConnectionResetError|ECONNRESET|RemoteDisconnected|Remote end closed connection|Connection aborted|Empty reply from server|server closed the connection unexpectedly|socket hang up/i,
  ],
];

const HOST =
  /(?:[a-z][a-z0-9+.-]*:\/\/(?:[^\s/@'"]*@)?|\bhost=['"]?|\bserver at ['"]?|\bto server at ['"]?)(\[[0-9a-f:]+\]|[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?)/i;

/**
 * Classes the failure of a task by its log, the last sign counts: what came
 * before was survived. `undefined` where nothing speaks of a refused or broken
 * call.
 * @public
 */
export function classifyFailure(lines: string[]): TaskFailure | undefined {
  for (const line of [...lines].reverse()) {
    for (const [failure, sign] of SIGNS) {
      if (!sign.test(line)) continue;
      const host = HOST.exec(line)?.[1]?.toLocaleLowerCase('en-US');
      return host ? { class: failure, host } : { class: failure };
    }
  }
  return undefined;
}
