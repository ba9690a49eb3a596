import { recorded } from '../__testUtils__/recorded';
import { startUpstream, Upstream } from '../__testUtils__/startUpstream';
import { createPrometheusClient } from './createPrometheusClient';
import { PrometheusAuth } from './PrometheusClientConfig';

describe('createPrometheusClient', () => {
  let upstream: Upstream;

  beforeEach(async () => {
    upstream = await startUpstream();
  });
  afterEach(() => upstream.stop());

  function prometheus(auth: PrometheusAuth = { type: 'none' }) {
    return createPrometheusClient(
      {
        baseUrl: upstream.url,
        auth,
        labels: {
          mesh: 'mesh',
          workload: 'kuma_workload',
          cluster: 'envoy_cluster_name',
        },
        maxConcurrentRequests: 2,
        timeoutMilliseconds: 4_000,
      },
      { retryDelay: () => 1 },
    );
  }

  it('asks for one time', async () => {
    upstream.on(
      'GET /api/v1/query',
      recorded('prometheus', 'edges-request-rate'),
    );
    const series = await prometheus().query('sum(x)', {
      at: '2026-11-22T23:00:00Z',
    });
    expect(upstream.seen[0].query).toEqual({
      query: 'sum(x)',
      time: '2026-11-22T23:00:00Z',
    });
    expect(series.length).toBeGreaterThan(3);
    expect(series[0]).toEqual({
      labels: {
        envoy_cluster_name: 'default_ledger__zone-1_msvc_80',
        kuma_workload: 'airflow-billing',
      },
      values: [{ at: '2026-11-22T22:19:03.094Z', value: 0.8364092586868375 }],
    });
  });

  it('asks for a range', async () => {
    upstream.on(
      'GET /api/v1/query_range',
      recorded('prometheus', 'range-rbac-denied-rate'),
    );
    const [series] = await prometheus().queryRange('sum(x)', {
      start: '2026-11-22T22:57:00Z',
      end: '2026-11-22T22:59:00Z',
      stepSeconds: 15,
    });
    expect(upstream.seen[0].query.step).toBe('15');
    expect(series.labels).toEqual({ kuma_workload: 'ledger' });
    expect(series.values.length).toBeGreaterThan(5);
  });

  it.each([
    'empty-result',
    'edges-unified-naming-query-on-2.14-empty',
    'rbac-shadow-allowed-raw-empty',
  ])('gives nothing for %s', async name => {
    upstream.on('GET /api/v1/query', recorded('prometheus', name));
    await expect(prometheus().query('x')).resolves.toEqual([]);
  });

  it('leaves out values that are no numbers', async () => {
    const value = (text: string) => ({ metric: { a: text }, value: [1, text] });
    upstream.on('GET /api/v1/query', {
      body: {
        status: 'success',
        data: {
          resultType: 'vector',
          result: [value('NaN'), value('+Inf'), value('2')],
        },
      },
    });
    const series = await prometheus().query('x');
    expect(series.map(entry => entry.values.map(({ value: v }) => v))).toEqual([
      [],
      [],
      [2],
    ]);
  });

  it('reads a scalar', async () => {
    upstream.on('GET /api/v1/query', {
      body: { data: { resultType: 'scalar', result: [1, '3'] } },
    });
    await expect(prometheus().query('scalar(x)')).resolves.toEqual([
      { labels: {}, values: [{ at: '1970-01-01T00:00:01.000Z', value: 3 }] },
    ]);
  });

  it.each(['bad-query-400', 'query-missing-400'])(
    'says what is wrong with a query: %s',
    async name => {
      upstream.on('GET /api/v1/query', recorded('prometheus', name));
      await expect(prometheus().query('sum by (')).rejects.toMatchObject({
        kind: 'invalid-request',
        message: expect.stringMatching(/Prometheus: GET .*query/),
      });
      expect(upstream.seen).toHaveLength(1);
    },
  );

  it('says what it does not understand', async () => {
    upstream.on('GET /api/v1/query', {
      body: { data: { resultType: 'dream', result: [] } },
    });
    await expect(prometheus().query('x')).rejects.toMatchObject({
      kind: 'unexpected-shape',
      message: expect.stringContaining('data.resultType'),
    });
  });

  it.each([
    [{ type: 'bearer', token: 'abc' } as const, 'Bearer abc'],
    [
      { type: 'basic', username: 'u', password: 'p' } as const,
      `Basic ${Buffer.from('u:p').toString('base64')}`,
    ],
  ])('sends %j', async (auth, expected) => {
    upstream.on('GET /api/v1/query', recorded('prometheus', 'empty-result'));
    await prometheus(auth).query('x');
    expect(upstream.seen[0].headers.authorization).toBe(expected);
  });
});
