import { recorded } from '../__testUtils__/recorded';
import { describeErrorBody } from './describeErrorBody';

const describeBody = (body: unknown) =>
  describeErrorBody(
    typeof body === 'string' ? body : JSON.stringify(body),
    text => text,
  );

describe('describeErrorBody', () => {
  it.each([
    ['airflow-3.3.2', 'dags-bad-token', 'Invalid JWT token'],
    ['airflow-3.3.2', 'dags-limit-negative', 'query.limit: Input should be'],
    ['airflow-3.3.2', 'auth-token-401', 'Invalid credentials'],
    [
      'airflow-2.11.2',
      'dags-no-credentials-403-default-public-role',
      'Forbidden',
    ],
    [
      'kuma-2.14.3',
      'put-mtp-invalid-400',
      'Could not process a resource: Resource is not valid: spec.rules[0].allow[0].spiffeID: must be a valid Spiffe ID',
    ],
    ['prometheus', 'bad-query-400', 'parse error: unclosed left parenthesis'],
  ])('reads %s %s', (system, name, expected) => {
    expect(describeBody(recorded(system, name).body)).toContain(expected);
  });

  it.each([
    ['HTML', '<html>sign in</html>'],
    ['text', 'no'],
    ['null', 'null'],
    ['nothing', ''],
  ])('quotes nothing of %s', (_what, body) => {
    expect(describeBody(body)).toBeUndefined();
  });

  it('keeps it short', () => {
    expect(describeBody({ detail: 'x'.repeat(10_000) })).toHaveLength(301);
  });
});
