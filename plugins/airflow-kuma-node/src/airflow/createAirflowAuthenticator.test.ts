import { UnsecuredJWT } from 'jose';
import { recorded } from '../__testUtils__/recorded';
import {
  allDags,
  paged,
  password,
  setUpAirflow,
} from '../__testUtils__/setUpAirflow';

describe('createAirflowAuthenticator', () => {
  const setup = setUpAirflow();
  const { v1, v2, lines, client } = setup;

  const jwt = (id: string, seconds = 3_600) =>
    new UnsecuredJWT({ jti: id })
      .setExpirationTime(Math.floor(setup.clock.now / 1000) + seconds)
      .encode();

  function withLogin(valid: () => string) {
    let logins = 0;
    v2()
      .on('POST /auth/token', () => {
        logins += 1;
        return { status: 201, body: { access_token: valid() } };
      })
      .on('GET /api/v2/dags', seen =>
        seen.headers.authorization === `Bearer ${valid()}`
          ? paged(allDags, 'dags')(seen)
          : recorded('airflow-3.3.2', 'dags-expired-token'),
      );
    return () => logins;
  }

  it('exchanges user and password for a token, once', async () => {
    const logins = withLogin(() => jwt('1'));
    const airflow = client(password);
    await airflow.listDags();
    await airflow.listDags();
    expect(logins()).toBe(1);
    const login = setup.upstream.seen.find(seen =>
      seen.line.startsWith('POST'),
    )!;
    expect(JSON.parse(login.body)).toEqual({
      username: 'reader',
      password: 'reader-password',
    });
    expect(login.headers.authorization).toBeUndefined();
  });

  it('exchanges client credentials for a token', async () => {
    withLogin(() => jwt('1'));
    await client({
      type: 'clientCredentials',
      clientId: 'portal',
      clientSecret: 'client-secret',
    }).listDags();
    const login = setup.upstream.seen.find(seen =>
      seen.line.startsWith('POST'),
    )!;
    expect(JSON.parse(login.body)).toEqual({
      grant_type: 'client_credentials',
      client_id: 'portal',
      client_secret: 'client-secret',
    });
  });

  it('logs in once more when the token has expired early', async () => {
    let valid = jwt('1');
    const logins = withLogin(() => valid);
    const airflow = client(password);
    await airflow.listDags();
    valid = jwt('2');
    expect((await airflow.listDags()).rows.length).toBeGreaterThan(100);
    expect(logins()).toBe(2);
  });

  it('logs in once more on the 403 that means a bad token', async () => {
    const logins = withLogin(() => jwt('1'));
    let refused = 0;
    setup.upstream.on('GET /api/v2/dags', seen => {
      refused += 1;
      return refused === 1
        ? recorded('airflow-3.3.2', 'dags-bad-token')
        : paged(allDags, 'dags')(seen);
    });
    await client(password).listDags();
    expect(logins()).toBe(2);
  });

  it('takes any other 403 for what it is', async () => {
    const logins = withLogin(() => jwt('1'));
    setup.upstream.on(
      'GET /api/v2/dags',
      recorded('airflow-3.3.2', 'variables-as-viewer-403'),
    );
    await expect(client(password).listDags()).rejects.toMatchObject({
      kind: 'forbidden',
    });
    expect(logins()).toBe(1);
  });

  it('says so when user or password are wrong, without showing them', async () => {
    v2().on('POST /auth/token', recorded('airflow-3.3.2', 'auth-token-401'));
    const error = await client(password)
      .listDags()
      .catch(e => e);
    expect(error).toMatchObject({ kind: 'unauthorized', status: 401 });
    expect(error.message).toMatch(
      /POST \/auth\/token answered 401.*Invalid credentials.*check auth/,
    );
    expect(error.message).not.toContain('reader-password');
  });

  it('sends user and password as they are to Airflow 2', async () => {
    v1().on(
      'GET /api/v1/health',
      recorded('airflow-2.11.2', 'get_api_v1_health'),
    );
    await client(password).health();
    expect(setup.upstream.seen.at(-1)?.headers.authorization).toBe(
      `Basic ${Buffer.from('reader:reader-password').toString('base64')}`,
    );
    expect(lines()).not.toContain('POST /auth/token');
  });

  it.each([
    [{ type: 'bearer', token: 'abc' } as const, 'Bearer abc'],
    [
      { type: 'basic', username: 'u', password: 'ü' } as const,
      `Basic ${Buffer.from('u:ü').toString('base64')}`,
    ],
    [{ type: 'none' } as const, undefined],
  ])('sends %j', async (auth, expected) => {
    v2().on(
      'GET /api/v2/monitor/health',
      recorded('airflow-3.3.2', 'get_api_v2_monitor_health'),
    );
    await client(auth).health();
    expect(setup.upstream.seen.at(-1)?.headers.authorization).toBe(expected);
  });

  it('says that Airflow 2 refuses wrong credentials with its 403', async () => {
    v1().on(
      'GET /api/v1/dags',
      recorded('airflow-2.11.2', 'dags-wrong-password-403-default-public-role'),
    );
    await expect(client(password).listDags()).rejects.toThrow(
      /GET \/api\/v1\/dags answered 403.*check auth/,
    );
  });
});
