import { execFileSync, spawn } from 'child_process';
import { once } from 'events';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'fs';
import { createServer } from 'http';
import { AddressInfo, createServer as createTcpServer } from 'net';
import { tmpdir } from 'os';
import { join, resolve } from 'path';
import {
  createPrometheusClient,
  PrometheusClient,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-node';
import { pairKey } from './PrometheusReading';
import { readFigures, readWindow } from './readPrometheus';

const RECORDINGS = resolve(__dirname, '../../../../../test/recordings');
const clients: (() => void)[] = [];

type Sample = { metric: Record<string, string>; value: [number, string] };

/** Samples of a recorded query for raw series. */
function samples(file: string): Sample[] {
  const { response } = JSON.parse(
    readFileSync(join(RECORDINGS, `${file}.json`), 'utf8'),
  );
  return response.body.data.result;
}

const METRICS = [
  'prometheus/raw-upstream-rq-xx',
  'prometheus/raw-upstream-rq-time-bucket',
  'prometheus/raw-upstream-rq-total-airflow-orders',
  'prometheus/rbac-denied-raw',
  'prometheus/rbac-allowed-raw',
  'prometheus-kuma-3.0/raw-upstream-rq-total',
  'prometheus-kuma-3.0/raw-upstream-cx-total',
  'prometheus-kuma-3.0/rbac-denied-raw',
  'prometheus-kuma-3.0/rbac-allowed-raw',
].flatMap(samples);

/** Recorded counters as a proxy would expose them, growing with every scrape. */
function exposition(scrape: number): string {
  return METRICS.map(({ metric, value }) => {
    const { __name__: name, instance: _, job: __, ...labels } = metric;
    const text = Object.entries(labels)
      .map(([key, each]) => `${key}=${JSON.stringify(each)}`)
      .join(',');
    return `${name}{${text}} ${Number(value[1]) * (1 + scrape / 10)}`;
  }).join('\n');
}

function prometheusBinary(): string | undefined {
  const given = process.env.PROMETHEUS_BIN;
  if (given) return given;
  try {
    return execFileSync('which', ['prometheus'], { encoding: 'utf8' }).trim();
  } catch {
    return undefined;
  }
}

async function freePort(): Promise<number> {
  const server = createTcpServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  server.close();
  await once(server, 'close');
  return port;
}

async function startPrometheus(binary: string): Promise<PrometheusClient> {
  let scrapes = 0;
  const exporter = createServer((_request, response) => {
    scrapes += 1;
    response.setHeader('Content-Type', 'text/plain; version=0.0.4');
    response.end(`${exposition(scrapes)}\n`);
  }).listen(0, '127.0.0.1');
  await once(exporter, 'listening');
  const folder = mkdtempSync(join(tmpdir(), 'prometheus-'));
  writeFileSync(
    join(folder, 'prometheus.yml'),
    JSON.stringify({
      global: { scrape_interval: '1s' },
      scrape_configs: [
        {
          job_name: 'kuma',
          honor_labels: true,
          static_configs: [
            {
              targets: [
                `127.0.0.1:${(exporter.address() as AddressInfo).port}`,
              ],
            },
          ],
        },
      ],
    }),
  );
  const port = await freePort();
  const server = spawn(
    binary,
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=127.0.0.1:${port}`,
    ],
    { stdio: 'ignore' },
  );
  clients.push(() => {
    server.kill('SIGKILL');
    exporter.close();
    rmSync(folder, { recursive: true, force: true });
  });
  return createPrometheusClient({
    baseUrl: `http://127.0.0.1:${port}`,
    auth: { type: 'none' },
    labels: {
      mesh: 'mesh',
      workload: 'kuma_workload',
      cluster: 'envoy_cluster_name',
    },
    maxConcurrentRequests: 4,
    timeoutMilliseconds: 5_000,
  });
}

async function until(ready: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 30_000;
  while (!(await ready().catch(() => false))) {
    if (Date.now() > end) throw new Error('Prometheus has no data after 30 s');
    await new Promise(wait => setTimeout(wait, 500));
  }
}

const binary = prometheusBinary();
// A skip that the closing line of ./dev test counts; CI installs Debian's package.
const withPrometheus = binary ? describe : describe.skip;

withPrometheus(
  'a real Prometheus (package prometheus, or PROMETHEUS_BIN)',
  () => {
    let client: PrometheusClient;

    beforeAll(async () => {
      client = await startPrometheus(binary!);
      await until(async () => {
        const series = await client.query(
          'count_over_time(envoy_cluster_upstream_rq_total[30s]) > 3',
        );
        return series.length > 0;
      });
    }, 60_000);

    afterAll(() => {
      for (const stop of clients) stop();
    });

    it('tells rates, errors and latency in the naming of 2.14', async () => {
      const figures = await readFigures(client, 30);
      const orders = figures.get(
        pairKey(
          'default',
          'airflow-orders',
          'default_payments__zone-1_msvc_80',
        ),
      );
      expect(orders?.rate).toBeGreaterThan(0);
      expect(orders?.errorShare).toBeLessThanOrEqual(1);
    });

    it('tells TCP connections in the naming of 3.0', async () => {
      const figures = await readFigures(client, 30);
      const ledger = figures.get(
        pairKey(
          'default',
          'airflow-orders',
          'kri_msvc_default_zone-1__ledger_5432',
        ),
      );
      expect(ledger?.connectionRate).toBeGreaterThan(0);
      expect(ledger?.errorShare).toBeUndefined();
    });

    it('tells totals and refusals over a window, and that a day is not covered', async () => {
      const reading = await readWindow(client, 60);
      const pair = reading.pairs.get(
        pairKey(
          'default',
          'airflow-orders',
          'kri_msvc_default_zone-1__ledger_5432',
        ),
      );
      expect(pair?.connections).toBeGreaterThan(0);
      expect(reading.refused.get('default payments')).toBeGreaterThan(0);
      expect(reading.callers).toContain('default airflow-orders');
      expect(reading.covered.size).toBe(0);
    });
  },
);

describe('readWindow', () => {
  const fake = (steps: number[]): PrometheusClient => ({
    labels: {
      mesh: 'mesh',
      workload: 'kuma_workload',
      cluster: 'envoy_cluster_name',
    },
    query: async () => [],
    queryRange: async () => [
      {
        labels: { mesh: 'default' },
        values: steps.map(minute => ({
          at: new Date(minute * 60_000).toISOString(),
          value: 1,
        })),
      },
    ],
  });
  const every = (from: number, to: number) =>
    Array.from(
      { length: (to - from) / 30 + 1 },
      (_, index) => from + index * 30,
    );
  const covered = async (steps: number[]) =>
    (
      await readWindow(fake(steps), 86_400, {
        at: new Date(1440 * 60_000).toISOString(),
      })
    ).covered;

  it.each([
    ['covers a day without gaps', every(0, 1440), ['default']],
    ['does not cover what began later', every(300, 1440), []],
    ['does not cover a gap', [...every(0, 600), ...every(720, 1440)], []],
    ['does not cover what ended before', every(0, 1200), []],
  ])('%s', async (_, steps, expected) => {
    expect([...(await covered(steps))]).toEqual(expected);
  });
});
