import { Authenticator } from '../types';

/**
 * Credentials that never change while we run: a fixed token, a user and a
 * password, or none.
 */
export type StaticCredentials =
  | { type: 'bearer'; token: string }
  | { type: 'basic'; username: string; password: string }
  | { type: 'none' };

/**
 * Sends the same credentials with every request.
 */
export function createStaticAuthenticator(
  credentials: StaticCredentials,
): Authenticator {
  const headers = headersOf(credentials);
  return {
    headers: async () => headers,
    renew: async () => false,
  };
}

function headersOf(credentials: StaticCredentials): Record<string, string> {
  if (credentials.type === 'bearer') {
    return { authorization: `Bearer ${credentials.token}` };
  }
  if (credentials.type === 'basic') {
    const { username, password } = credentials;
    const pair = Buffer.from(`${username}:${password}`, 'utf8');
    return { authorization: `Basic ${pair.toString('base64')}` };
  }
  return {};
}
