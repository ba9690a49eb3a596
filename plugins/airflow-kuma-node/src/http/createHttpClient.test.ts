import { createServer as createTlsServer } from 'https';
import { AddressInfo } from 'net';
import { z } from 'zod';
import { startUpstream, Upstream } from '../__testUtils__/startUpstream';
import { selfSigned } from '../__testUtils__/selfSigned';
import { createStaticAuthenticator } from './auth/createStaticAuthenticator';
import { createHttpClient } from './createHttpClient';
import { HttpClient } from './types';
import { UpstreamError } from './UpstreamError';

const SECRET = 'very-secret-token';
const schema = z.object({ ok: z.boolean() });

describe('createHttpClient', () => {
  let upstream: Upstream;

  beforeEach(async () => {
    upstream = await startUpstream();
  });
  afterEach(() => upstream.stop());

  function client(
    options?: Partial<Parameters<typeof createHttpClient>[0]>,
  ): HttpClient {
    return createHttpClient({
      upstream: 'Airflow instance "test"',
      baseUrl: upstream.url,
      authenticator: createStaticAuthenticator({
        type: 'bearer',
        token: SECRET,
      }),
      secrets: [SECRET],
      timeoutMilliseconds: 4_000,
      maxConcurrentRequests: 4,
      delay: () => 1,
      ...options,
    });
  }

  async function errorOf(promise: Promise<unknown>): Promise<UpstreamError> {
    return promise.then(
      () => {
        throw new Error('it was expected to fail');
      },
      error => error,
    );
  }

  const get = (path = '/thing') => ({ path, schema });

  it.each([-3_600, 0, 3_600])(
    'tells how far the clock of the upstream is off: %i s',
    async seconds => {
      upstream.on('GET /thing', {
        body: { ok: true },
        headers: {
          date: new Date(Date.now() + seconds * 1_000).toUTCString(),
        },
      });
      const http = client();
      expect(http.clockSkew()).toBeUndefined();
      await http.request(get());
      // The header has whole seconds, and the answer takes its time.
      const skew = http.clockSkew()! / 1_000;
      expect(Math.abs(skew - seconds)).toBeLessThan(30);
    },
  );

  it('takes no time from an answer of a cache', async () => {
    upstream.on('GET /thing', { body: { ok: true }, headers: { age: '90' } });
    const http = client();
    await http.request(get());
    expect(http.clockSkew()).toBeUndefined();
  });

  it.each(['NaN', '-Infinity', '[NaN, Infinity]'])(
    'reads %s, which Python writes and JSON does not know',
    async number => {
      upstream.on('GET /thing', {
        body: `{"ok": true, "text": "NaN", "number": ${number}}`,
      });
      await expect(client().request(get())).resolves.toEqual({ ok: true });
    },
  );

  it('sends credentials and query and gives back what was checked', async () => {
    upstream.on('GET /base/thing', { body: { ok: true, more: 1 } });
    const http = client({ baseUrl: `${upstream.url}/base/` });
    await expect(
      http.request({
        ...get(),
        query: { tags: ['a', 'b&c'], absent: undefined, deep: false },
      }),
    ).resolves.toEqual({ ok: true });
    expect(upstream.seen[0].headers.authorization).toBe(`Bearer ${SECRET}`);
    expect(upstream.seen[0].query).toEqual({ tags: 'b&c', deep: 'false' });
  });

  it.each([
    [401, 'unauthorized'],
    [403, 'forbidden'],
    [404, 'not-found'],
    [400, 'invalid-request'],
    [409, 'invalid-request'],
  ] as const)('does not repeat a %i, which is %s', async (status, kind) => {
    upstream.on('GET /thing', { status, body: { detail: 'why' } });
    const error = await errorOf(client().request(get()));
    expect(error).toMatchObject({ name: 'UpstreamError', kind, status });
    expect(error.message).toContain(
      `Airflow instance "test": GET /thing answered ${status}`,
    );
    expect(error.message).toContain('why');
    expect(upstream.seen).toHaveLength(1);
  });

  it.each([429, 500, 502, 503])('repeats a %i', async status => {
    let count = 0;
    upstream.on('GET /thing', () => {
      count += 1;
      return count < 3 ? { status } : { body: { ok: true } };
    });
    await expect(client().request(get())).resolves.toEqual({ ok: true });
    expect(count).toBe(3);
  });

  it('gives up after the configured repeats', async () => {
    upstream.on('GET /thing', { status: 503 });
    const error = await errorOf(client({ retries: 2 }).request(get()));
    expect(error.kind).toBe('server-error');
    expect(upstream.seen).toHaveLength(3);
  });

  it('does not repeat a POST', async () => {
    upstream.on('POST /thing', { status: 503 });
    await errorOf(client().request({ ...get(), method: 'POST', body: {} }));
    expect(upstream.seen).toHaveLength(1);
  });

  it('waits as long as Retry-After says', async () => {
    upstream.on('GET /thing', () =>
      upstream.seen.length === 1
        ? { status: 429, headers: { 'retry-after': '1' } }
        : { body: { ok: true } },
    );
    const started = Date.now();
    await client({ delay: undefined }).request(get());
    expect(Date.now() - started).toBeGreaterThanOrEqual(990);
  });

  it('leaves alone an upstream that wants to be left alone for long', async () => {
    upstream.on('GET /thing', {
      status: 429,
      headers: { 'retry-after': '3600' },
    });
    const error = await errorOf(client().request(get()));
    expect(error).toMatchObject({
      kind: 'rate-limited',
      retryAfterMilliseconds: 3_600_000,
    });
    expect(upstream.seen).toHaveLength(1);
  });

  it('repeats after a reset connection, and says unreachable in the end', async () => {
    upstream.on('GET /thing', (_seen, response) => {
      response.socket?.resetAndDestroy();
      return undefined;
    });
    const error = await errorOf(client().request(get()));
    expect(error.kind).toBe('unreachable');
    expect(error.message).toContain('check baseUrl');
    expect(upstream.seen).toHaveLength(4);
  });

  it('repeats when the connection breaks within the body', async () => {
    upstream.on('GET /thing', (_seen, response) => {
      if (upstream.seen.length > 1) return { body: { ok: true } };
      response.writeHead(200, { 'content-length': '100' });
      response.write('{"ok":', () => response.destroy());
      return undefined;
    });
    await expect(client().request(get())).resolves.toEqual({ ok: true });
  });

  it('says unreachable for a wrong address', async () => {
    const gone = await startUpstream();
    await gone.stop();
    const error = await errorOf(
      client({ baseUrl: gone.url, retries: 1 }).request(get()),
    );
    expect(error.kind).toBe('unreachable');
    expect(error.message).toContain('ECONNREFUSED');
  });

  it('gives up on a slow answer, without asking again', async () => {
    upstream.on('GET /thing', () => undefined);
    const error = await errorOf(
      client({ timeoutMilliseconds: 50 }).request(get()),
    );
    expect(error.kind).toBe('timeout');
    expect(error.message).toContain('50 ms');
    // None where even the first came too late to be seen.
    expect(upstream.seen.length).toBeLessThan(2);
  });

  it('gives up on an answer whose body trickles past the timeout', async () => {
    upstream.on('GET /thing', (_seen, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      response.write('{');
      return undefined;
    });
    const error = await errorOf(
      client({ timeoutMilliseconds: 100 }).request(get()),
    );
    expect(error.kind).toBe('timeout');
  });

  it('stops at once when aborted, also between repeats', async () => {
    upstream.on('GET /thing', { status: 503 });
    const controller = new AbortController();
    const request = client({
      delay: () => {
        // Once it waits, and for longer than a test may take.
        setImmediate(() => controller.abort());
        return 600_000;
      },
    }).request({ ...get(), signal: controller.signal });
    await expect(request).rejects.toMatchObject({ name: 'AbortError' });
    expect(upstream.seen).toHaveLength(1);
  });

  it('lets go of a request that waits for its place, when aborted', async () => {
    const arrival = new Promise<void>(resolve => {
      upstream.on('GET /thing', () => {
        resolve();
        return undefined;
      });
    });
    const http = client({ maxConcurrentRequests: 1 });
    const first = new AbortController();
    const second = new AbortController();
    const requests = [first, second].map(({ signal }) =>
      http.request({ ...get(), signal }).catch(error => error.name),
    );
    await arrival;
    second.abort();
    await expect(requests[1]).resolves.toBe('AbortError');
    first.abort();
    await expect(requests[0]).resolves.toBe('AbortError');
    expect(upstream.seen).toHaveLength(1);
  });

  it('never has more requests on their way than configured', async () => {
    let allArrived = () => {};
    const arrival = new Promise<void>(resolve => {
      allArrived = resolve;
    });
    upstream.on('GET /thing', async () => {
      if (upstream.seen.length === 3) allArrived();
      await arrival;
      // A fourth would come now.
      await new Promise(resolve => setTimeout(resolve, 10));
      return { body: { ok: true } };
    });
    const http = client({ maxConcurrentRequests: 3 });
    await Promise.all(Array.from({ length: 20 }, () => http.request(get())));
    expect(upstream.seen).toHaveLength(20);
    expect(upstream.mostAtOnce()).toBe(3);
  });

  it('takes a page of HTML with status 200 for what it is', async () => {
    upstream.on('GET /thing', {
      contentType: 'text/html; charset=utf-8',
      body: '<html><script>alert(1)</script></html>',
    });
    const error = await errorOf(client().request(get()));
    expect(error.kind).toBe('not-json');
    expect(error.message).toContain('HTML page');
    expect(error.message).not.toContain('script');
  });

  it('reads no further into garbage than it must', async () => {
    let written = 0;
    upstream.on('GET /thing', (_seen, response) => {
      response.writeHead(200, { 'content-type': 'application/json' });
      const chunk = 'x'.repeat(64 * 1024);
      const write = () => {
        while (written < 10 * 1024 * 1024 && !response.destroyed) {
          written += chunk.length;
          if (!response.write(chunk)) {
            response.once('drain', write);
            return;
          }
        }
        response.end();
      };
      write();
      return undefined;
    });
    const error = await errorOf(client().request(get()));
    expect(error.kind).toBe('not-json');
    expect(error.message.length).toBeLessThan(300);
    expect(written).toBeLessThan(10 * 1024 * 1024);
  });

  it('survives 10 MB of garbage that starts like JSON', async () => {
    upstream.on('GET /thing', { body: `{${'x'.repeat(10 * 1024 * 1024)}` });
    const error = await errorOf(client().request(get()));
    expect(error.kind).toBe('not-json');
    expect(error.message.length).toBeLessThan(300);
  });

  it('refuses an answer larger than the limit', async () => {
    upstream.on('GET /thing', { body: { ok: true, much: 'x'.repeat(5_000) } });
    const error = await errorOf(client({ maxBytes: 1_000 }).request(get()));
    expect(error.kind).toBe('unexpected-shape');
    expect(error.message).toContain('larger than 1000 bytes');
  });

  it('names the field that is missing', async () => {
    upstream.on('GET /thing', { body: { fine: true } });
    const error = await errorOf(client().request(get()));
    expect(error.kind).toBe('unexpected-shape');
    expect(error.message).toContain('ok: expected boolean');
  });

  it('keeps secrets, queries and control characters out of errors', async () => {
    upstream.on('GET /thing', {
      status: 400,
      body: { detail: `token ${SECRET}\u001b[31m is bad` },
    });
    const error = await errorOf(
      client().request({ ...get(), query: { key: 'query-secret' } }),
    );
    expect(error.message).toContain('token *** [31m is bad');
    expect(JSON.stringify(error) + error.stack).not.toMatch(
      /very-secret|query-secret/,
    );
  });

  it('says tls for a certificate that it cannot trust', async () => {
    const server = createTlsServer(selfSigned, (_request, response) =>
      response.end('{"ok":true}'),
    );
    await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    try {
      const error = await errorOf(
        client({ baseUrl: `https://127.0.0.1:${port}` }).request(get()),
      );
      expect(error.kind).toBe('tls');
      expect(error.message).toContain('DEPTH_ZERO_SELF_SIGNED_CERT');
    } finally {
      server.close();
    }
  });

  it('follows a redirect within the host', async () => {
    upstream.on('GET /thing', {
      status: 307,
      headers: { location: '/thing/' },
    });
    upstream.on('GET /thing/', { body: { ok: true } });
    await expect(client().request(get())).resolves.toEqual({ ok: true });
  });

  it('takes no credentials to another host', async () => {
    const other = await startUpstream();
    try {
      other.on('GET /thing', { body: { ok: true } });
      upstream.on('GET /thing', {
        status: 302,
        headers: { location: `${other.url}/thing?token=x` },
      });
      const error = await errorOf(client().request(get()));
      expect(error.kind).toBe('refused');
      expect(error.message).toContain(other.url);
      expect(error.message).not.toContain('token=x');
      expect(other.seen).toHaveLength(0);
    } finally {
      await other.stop();
    }
  });

  it('gives up on redirects that go round', async () => {
    upstream.on('GET /thing', { status: 302, headers: { location: '/thing' } });
    const error = await errorOf(client().request(get()));
    expect(error.kind).toBe('refused');
    expect(upstream.seen).toHaveLength(4);
  });
});
