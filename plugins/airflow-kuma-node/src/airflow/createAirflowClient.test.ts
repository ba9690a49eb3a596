import { UnsecuredJWT } from 'jose';
import { recorded, recordedItems } from '../__testUtils__/recorded';
import { Seen, startUpstream, Upstream } from '../__testUtils__/startUpstream';
import { AirflowAuth } from './AirflowClientConfig';
import { createAirflowClient } from './createAirflowClient';

type Row = { dag_id: string };

/** Pages a recorded list like Airflow 3.3 does: never more than a hundred. */
function paged(rows: () => unknown[], list: string) {
  return (seen: Seen) => {
    const limit = Math.min(Number(seen.query.limit ?? 50), 100);
    const offset = Number(seen.query.offset ?? 0);
    return {
      body: {
        [list]: rows().slice(offset, offset + limit),
        total_entries: rows().length,
      },
    };
  };
}

const allDags = () => [
  ...recordedItems<Row>('airflow-3.3.2', 'dags-with-stale-page-1', 'dags'),
  ...recordedItems<Row>('airflow-3.3.2', 'dags-with-stale-page-2', 'dags'),
];

describe('createAirflowClient', () => {
  let upstream: Upstream;
  let now: number;
  const password: AirflowAuth = {
    type: 'password',
    username: 'reader',
    password: 'reader-password',
  };

  beforeEach(async () => {
    now = Date.now();
    upstream = await startUpstream();
  });
  afterEach(() => upstream.stop());

  function client(
    auth: AirflowAuth = { type: 'none' },
    more?: { timeoutMilliseconds?: number },
  ) {
    return createAirflowClient(
      {
        name: 'test',
        baseUrl: upstream.url,
        uiUrl: upstream.url,
        auth,
        maxConcurrentRequests: 4,
        timeoutMilliseconds: 4_000,
        ...more,
      },
      { retryDelay: () => 1, now: () => now },
    );
  }

  function v2() {
    const version = recorded('airflow-3.3.2', 'get_api_v2_version');
    return upstream.on('GET /api/v2/version', version);
  }

  function v1() {
    return upstream
      .on('GET /api/v2/version', recorded('airflow-2.11.2', 'v2-version-404'))
      .on(
        'GET /api/v1/version',
        recorded('airflow-2.11.2', 'get_api_v1_version'),
      );
  }

  const lines = () => upstream.seen.map(seen => seen.line);

  describe('version', () => {
    it('finds Airflow 3 with one request', async () => {
      v2();
      await expect(client().version()).resolves.toEqual({
        version: '3.3.2',
        api: 'v2',
      });
      expect(lines()).toEqual(['GET /api/v2/version']);
    });

    it('finds Airflow 2 behind its HTML 404', async () => {
      v1();
      await expect(client().version()).resolves.toEqual({
        version: '2.11.2',
        api: 'v1',
      });
    });

    it('says what to do about a wrong URL', async () => {
      await expect(client().version()).rejects.toThrow(
        /Airflow instance "test".*not found.*check baseUrl: the address of the API server/,
      );
    });

    it('says what to do about a page of a proxy with status 200', async () => {
      upstream.on('GET /api/v2/version', {
        contentType: 'text/html',
        body: '<html>Sign in</html>',
      });
      await expect(client().version()).rejects.toMatchObject({
        kind: 'not-json',
        message: expect.stringContaining('sign-in page'),
      });
    });

    it('notices an upgrade when the API it used is gone', async () => {
      v1().on(
        'GET /api/v1/dags',
        recorded(
          'airflow-2.11.2',
          'get_api_v1_dags_limit=5_only_active=false_order_by=-dag_id',
        ),
      );
      upstream.on(
        'GET /api/v1/dags',
        paged(
          () =>
            recordedItems(
              'airflow-2.11.2',
              'get_api_v1_dags_limit=5_only_active=false_order_by=-dag_id',
              'dags',
            ),
          'dags',
        ),
      );
      const airflow = client();
      expect((await airflow.listDags()).rows).toHaveLength(5);

      v2()
        .on('GET /api/v1/version', { status: 404 })
        .on('GET /api/v1/dags', { status: 404 })
        .on('GET /api/v2/dags', paged(allDags, 'dags'));
      now += 31_000;
      expect((await airflow.listDags()).rows).toHaveLength(allDags().length);
      expect(await airflow.version()).toMatchObject({ api: 'v2' });
    });

    it('does not ask again for every DAG that is gone', async () => {
      v2();
      const airflow = client();
      await expect(airflow.dagDetails('gone')).rejects.toMatchObject({
        kind: 'not-found',
      });
      await expect(airflow.dagDetails('gone')).rejects.toMatchObject({
        kind: 'not-found',
      });
      expect(lines().filter(line => line.endsWith('version'))).toHaveLength(1);
    });
  });

  describe('login', () => {
    const jwt = (id: string, seconds = 3_600) =>
      new UnsecuredJWT({ jti: id })
        .setExpirationTime(Math.floor(now / 1000) + seconds)
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
      const login = upstream.seen.find(seen => seen.line.startsWith('POST'))!;
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
      const login = upstream.seen.find(seen => seen.line.startsWith('POST'))!;
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
      upstream.on('GET /api/v2/dags', seen => {
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
      upstream.on(
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
      expect(upstream.seen.at(-1)?.headers.authorization).toBe(
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
      expect(upstream.seen.at(-1)?.headers.authorization).toBe(expected);
    });

    it('says that Airflow 2 refuses wrong credentials with its 403', async () => {
      v1().on(
        'GET /api/v1/dags',
        recorded(
          'airflow-2.11.2',
          'dags-wrong-password-403-default-public-role',
        ),
      );
      await expect(client(password).listDags()).rejects.toThrow(
        /GET \/api\/v1\/dags answered 403.*check auth/,
      );
    });
  });

  describe('lists', () => {
    it('reads all DAGs, stale ones too, a hundred at a time', async () => {
      v2().on('GET /api/v2/dags', paged(allDags, 'dags'));
      const { rows, skipped } = await client().listDags();
      expect(skipped).toEqual([]);
      expect(rows.map(row => row.dagId)).toEqual(
        allDags().map(row => row.dag_id),
      );
      const requests = upstream.seen.filter(
        seen => seen.line === 'GET /api/v2/dags',
      );
      expect(requests.map(seen => seen.query)).toEqual([
        {
          order_by: 'dag_id',
          exclude_stale: 'false',
          limit: '100',
          offset: '0',
        },
        {
          order_by: 'dag_id',
          exclude_stale: 'false',
          limit: '100',
          offset: '99',
        },
      ]);
    });

    it('reads again when a DAG is deleted while it pages', async () => {
      let rows = allDags();
      v2().on('GET /api/v2/dags', seen => {
        const answer = paged(() => rows, 'dags')(seen);
        rows = rows.filter(
          row => row.dag_id !== rows[3].dag_id || seen.query.offset !== '0',
        );
        return answer;
      });
      const total = allDags().length;
      const result = client().listDags();
      // the second reading loses one more and is given up
      await expect(result).rejects.toMatchObject({ kind: 'inconsistent' });
      expect(rows).toHaveLength(total - 2);

      rows = allDags();
      let deleted = false;
      upstream.on('GET /api/v2/dags', seen => {
        const answer = paged(() => rows, 'dags')(seen);
        if (!deleted) rows = rows.slice(1);
        deleted = true;
        return answer;
      });
      expect((await client().listDags()).rows).toHaveLength(total - 1);
    });

    it('does not take an Airflow that restarts while it pages for a smaller one', async () => {
      let requests = 0;
      v2().on('GET /api/v2/dags', (seen, response) => {
        requests += 1;
        if (requests === 2) {
          response.socket?.resetAndDestroy();
          return undefined;
        }
        // just started: the tables are there, the DAGs are not yet
        if (requests === 3) return { body: { dags: [], total_entries: 0 } };
        return paged(allDags, 'dags')(seen);
      });
      const { rows } = await client().listDags();
      expect(rows).toHaveLength(allDags().length);
    });

    it('reports an invalid DAG and keeps the others', async () => {
      const rows: unknown[] = allDags().slice(0, 3);
      rows[1] = { ...(rows[1] as Row), is_paused: 'yes' };
      v2().on(
        'GET /api/v2/dags',
        paged(() => rows, 'dags'),
      );
      const listing = await client().listDags();
      expect(listing.rows).toHaveLength(2);
      expect(listing.skipped).toEqual([
        {
          item: 'dags[1]',
          id: (rows[1] as Row).dag_id,
          reason: 'is_paused: expected boolean, received string',
        },
      ]);
    });

    it('reads more than its first page from a version without a clamp', async () => {
      const rows = recordedItems<Row>(
        'airflow-3.0.6',
        'dags-limit-1000',
        'dags',
      );
      v2().on(
        'GET /api/v2/dags',
        paged(() => rows, 'dags'),
      );
      expect((await client().listDags()).rows).toHaveLength(rows.length);
    });

    it('percent-encodes ids, and refuses ids that a URL cannot hold', async () => {
      const details = recorded('airflow-3.3.2', 'details-odd-unicode');
      const { dag_id: dagId } = details.body as Row;
      v2().on(`GET /api/v2/dags/${dagId}/details`, details);
      await expect(client().dagDetails(dagId)).resolves.toMatchObject({
        dagId,
      });
      await expect(client().dagDetails('..')).rejects.toThrow('".."');
    });
  });

  it('reads the log of actions only where it may, and filters what the server does not', async () => {
    v2().on(
      'GET /api/v2/eventLogs',
      paged(
        () => recordedItems('airflow-3.0.6', 'eventLogs-all', 'event_logs'),
        'event_logs',
      ),
    );
    const listing = await client().listEventLogs({
      since: '2026-11-22T00:00:00Z',
      events: ['trigger_dag_run'],
    });
    expect(listing!.rows.length).toBeGreaterThan(0);
    expect(new Set(listing!.rows.map(row => row.event))).toEqual(
      new Set(['trigger_dag_run']),
    );
    upstream.on('GET /api/v2/eventLogs', {
      status: 403,
      body: { detail: 'Forbidden' },
    });
    await expect(
      client().listEventLogs({ since: '2026-11-22T00:00:00Z' }),
    ).resolves.toBeUndefined();
  });

  it('passes an abort on', async () => {
    v2().on('GET /api/v2/dags', () => undefined);
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 50);
    await expect(
      client().listDags({ signal: controller.signal }),
    ).rejects.toMatchObject({ name: 'AbortError' });
  });

  it('gives up on a slow instance', async () => {
    v2().on('GET /api/v2/dags', () => undefined);
    await expect(
      client({ type: 'none' }, { timeoutMilliseconds: 60 }).listDags(),
    ).rejects.toMatchObject({ kind: 'timeout' });
  });
});
