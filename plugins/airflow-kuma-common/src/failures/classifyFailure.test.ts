import { readFileSync } from 'fs';
import { resolve } from 'path';
import { classifyFailure } from './classifyFailure';

const denied = JSON.parse(
  readFileSync(
    resolve(
      __dirname,
      '../../../../test/recordings/airflow-3.3.2/mesh-denied-log-charge.json',
    ),
    'utf8',
  ),
);

describe('classifyFailure', () => {
  it('classes the recorded log of a task that the mesh refused', () => {
    const entries: {
      event: string;
      error_detail?: { exc_type: string; exc_value: string }[];
    }[] = denied.response.body.content;
    const lines = entries.flatMap(entry => [
      entry.event,
      ...(entry.error_detail ?? []).map(
        detail => `${detail.exc_type}: ${detail.exc_value}`,
      ),
    ]);
    // urllib names no host: only that it was refused is known
    expect(classifyFailure(lines)).toEqual({ class: 'forbidden' });
  });

  it.each([
    [
      'requests.exceptions.HTTPError: 403 Client Error: Forbidden for url: http://payments.svc.mesh.local:80/charge?card=4111',
      { class: 'forbidden', host: 'payments.svc.mesh.local' },
    ],
    ['RBAC: access denied', { class: 'forbidden' }],
    [
      "httpx.HTTPStatusError: Server error '503 Service Unavailable' for url 'http://user:pass@Ledger.mesh/'",
      { class: 'unavailable', host: 'ledger.mesh' },
    ],
    [
      'upstream connect error or disconnect/reset before headers. reset reason: connection failure',
      { class: 'unavailable' },
    ],
    [
      'upstream connect error or disconnect/reset before headers. reset reason: remote connection failure, transport failure reason: TLS_error:|268435581:SSL routines:OPENSSL_internal:CERTIFICATE_VERIFY_FAILED',
      { class: 'tls' },
    ],
    [
      "requests.exceptions.SSLError: HTTPSConnectionPool(host='model-gateway', port=443): Max retries exceeded",
      { class: 'tls', host: 'model-gateway' },
    ],
    [
      'psycopg2.OperationalError: connection to server at "ledger-db" (10.0.0.1), port 5432 failed: server closed the connection unexpectedly',
      { class: 'reset', host: 'ledger-db' },
    ],
    [
      "ConnectionError: ('Connection aborted.', RemoteDisconnected('Remote end closed connection without response'))",
      { class: 'reset' },
    ],
  ])('classes %s', (line, expected) => {
    expect(classifyFailure(['Task started', line, 'Task failed'])).toEqual(
      expected,
    );
  });

  it('takes the last sign, because what came before was survived', () => {
    expect(
      classifyFailure([
        'Retrying after ConnectionResetError: Connection reset by peer',
        'HTTP Error 403: Forbidden',
      ]),
    ).toEqual({ class: 'forbidden' });
  });

  it.each([
    [['ZeroDivisionError: division by zero']],
    [['Order 4031 done', 'processed 503 rows']],
    [[]],
  ])('says nothing of %j', lines => {
    expect(classifyFailure(lines)).toBeUndefined();
  });
});
