import { z } from 'zod';
import { createStaticAuthenticator } from '../http/auth/createStaticAuthenticator';
import { createTokenAuthenticator } from '../http/auth/createTokenAuthenticator';
import { Authenticator, HttpClient } from '../http/types';
import { AirflowAuth } from './AirflowClientConfig';
import { AirflowApiVersion } from './types';

/**
 * Credentials of an instance. A user and a password buy a token from
 * Airflow 3 and are sent as they are to Airflow 2, so that an upgrade needs
 * no change of config.
 */
export function createAirflowAuthenticator(options: {
  auth: AirflowAuth;
  /** Which API it is; asked for the first time when a header is needed. */
  api: (signal?: AbortSignal) => Promise<AirflowApiVersion>;
  http: () => HttpClient;
}): Authenticator {
  const { auth } = options;
  if (auth.type !== 'password' && auth.type !== 'clientCredentials') {
    return createStaticAuthenticator(auth);
  }
  const body =
    auth.type === 'password'
      ? { username: auth.username, password: auth.password }
      : {
          grant_type: 'client_credentials',
          client_id: auth.clientId,
          client_secret: auth.clientSecret,
        };
  const token = createTokenAuthenticator({
    login: async () => {
      const { access_token } = await options.http().request({
        method: 'POST',
        path: '/auth/token',
        body,
        authenticate: false,
        schema: z.object({ access_token: z.string().min(1) }),
      });
      return access_token;
    },
  });
  if (auth.type === 'clientCredentials') return token;

  const basic = createStaticAuthenticator({ ...auth, type: 'basic' });
  const current = async (signal?: AbortSignal) =>
    (await options.api(signal)) === 'v1' ? basic : token;
  return {
    headers: async signal => (await current(signal)).headers(signal),
    renew: async refused => (await current()).renew(refused),
  };
}
