/* eslint-disable no-console -- benches print */
import express from 'express';
import { mkdtempSync, rmSync } from 'node:fs';
import { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import knexFactory, { Knex } from 'knex';
import { identifyDags } from '../../plugins/airflow-kuma-backend/src/graph/facts/identifyDags';
import { FactsReader } from '../../plugins/airflow-kuma-backend/src/graph/facts/FactsReader';
import { DefaultEdgeReader } from '../../plugins/airflow-kuma-backend/src/graph/DefaultEdgeReader';
import { CallerReader } from '../../plugins/airflow-kuma-backend/src/graph/routes/CallerReader';
import { createGraphRouter } from '../../plugins/airflow-kuma-backend/src/graph/routes/createGraphRouter';
import { createQueryRouter } from '../../plugins/airflow-kuma-backend/src/graph/routes/createQueryRouter';
import { DefaultInventoryReader } from '../../plugins/airflow-kuma-backend/src/sync/read/DefaultInventoryReader';
import { ReadStore } from '../../plugins/airflow-kuma-backend/src/sync/store/ReadStore';
import { RunStore } from '../../plugins/airflow-kuma-backend/src/sync/store/RunStore';
import { SourceStore } from '../../plugins/airflow-kuma-backend/src/sync/store/SourceStore';
import {
  dagEntityRef,
  serviceEntityRef,
} from '../../plugins/airflow-kuma-common/src';
import { graphClasses } from './graphClasses';
import { graphData, GraphSizes, IDENTITY_RULES } from './graphData';
import { askQuestions } from './graphQuestions';
import { randomOf } from './matrixMesh';
import {
  atMost,
  BenchReport,
  median,
  newReport,
  percentile,
  printReport,
} from './report';

export const SIZES: GraphSizes = {
  dags: 5_000,
  services: 1_000,
  proxies: 2_000,
  permissions: 2_000,
  edges: 20_000,
};
const HISTORY_DAYS = 90;
const CHANGES_A_DAY = 1_000;
const COLD_RUNS = 10;
const WARM_RUNS = 100;
const DAY_MS = 86_400_000;
const OPEN_END = '9999-12-31T23:59:59.999Z';

type Data = ReturnType<typeof graphData>;
type Row = Record<string, string>;

/** Measures `GET /graph` over HTTP, on a database with history. */
export async function measureGraphApi(): Promise<
  Pick<BenchReport, 'sizes' | 'figures'>
> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-graph-'));
  const knex = connect(folder);
  try {
    await knex.migrate.latest({
      directory: resolve(
        __dirname,
        '../../plugins/airflow-kuma-backend/migrations',
      ),
    });
    const data = graphData(SIZES);
    progress('writing 90 days of history');
    const rows = await writeHistory(knex, data);
    const asOf = new Date(Date.now() - (HISTORY_DAYS / 2) * DAY_MS);
    progress('asking backends that have answered nothing yet');
    const now: Took[] = [];
    const then: Took[] = [];
    // By turns, so that whatever else the machine does meets both alike.
    for (let run = 0; run < COLD_RUNS; run += 1) {
      now.push(await askCold(knex, data, ''));
      then.push(await askCold(knex, data, `&asOf=${asOf.toISOString()}`));
    }
    progress('asking a warm backend');
    const measured = await warmTimes(knex, data);
    const { times: warm, totals, permittedOnly, questions } = measured;
    return {
      sizes: {
        ...SIZES,
        edges: totals.edges,
        states: JSON.stringify(totals.states),
        permittedPairs: permittedOnly ?? 'not counted',
        storedVersions: rows,
        database: clientOf(knex),
        ...graphClasses(data),
      },
      figures: [
        atMost('api_warm_p95_ms', 'ms', percentile(clocks(warm), 0.95), 300),
        atMost('api_cold_p95_ms', 'ms', percentile(clocks(now), 0.95), 2_000),
        atMost(
          'asof_ratio',
          '×',
          median(clocks(then)) / median(clocks(now)),
          2,
        ),
        // On a busy machine the clock says more of the machine than of us.
        ...[
          {
            name: 'api_warm_p95_cpu_ms',
            value: percentile(processors(warm), 0.95),
          },
          {
            name: 'api_cold_p95_cpu_ms',
            value: percentile(processors(now), 0.95),
          },
          {
            name: 'asof_ratio_cpu',
            unit: '×',
            value: median(processors(then)) / median(processors(now)),
          },
          ...Object.entries(questions).map(([name, took]) => ({
            name: `api_${name}_p95_ms`,
            value: percentile(clocks(took), 0.95),
          })),
        ].map(figure => ({ unit: 'ms', ...figure })),
      ],
    };
  } finally {
    await knex.destroy();
    rmSync(folder, { recursive: true, force: true });
  }
}

function clocks(took: Took[]): number[] {
  return took.map(({ clock }) => clock);
}

function processors(took: Took[]): number[] {
  return took.map(({ processor }) => processor);
}

/** On stderr, as `--json` is for programs. */
function progress(text: string) {
  console.error(`graph-api: ${text}`);
}

function connect(folder: string): Knex {
  const connection = process.env.BENCH_POSTGRES;
  return connection
    ? knexFactory({ client: 'pg', connection })
    : knexFactory({
        client: 'better-sqlite3',
        connection: { filename: join(folder, 'graph.sqlite') },
        useNullAsDefault: true,
      });
}

function clientOf(knex: Knex): string {
  return knex.client.config.client === 'pg' ? 'PostgreSQL' : 'SQLite';
}

/** All objects as they are now, and what they were on the way here. */
export async function writeHistory(knex: Knex, data: Data): Promise<number> {
  const random = randomOf(2);
  const first = Date.now() - HISTORY_DAYS * DAY_MS;
  const open = objectsOf(data).map(
    (object): Row => ({
      ...object,
      valid_from: new Date(first).toISOString(),
      valid_to: OPEN_END,
      hash: object.key,
    }),
  );
  const closed: Row[] = [];
  const changes = HISTORY_DAYS * CHANGES_A_DAY;
  for (let change = 1; change <= changes; change += 1) {
    const at = new Date(first + (change / changes) * HISTORY_DAYS * DAY_MS);
    const row = open[Math.floor(random() * open.length)];
    closed.push({ ...row, valid_to: at.toISOString() });
    row.valid_from = at.toISOString();
    row.hash = `${row.key}-${change}`;
  }
  const rows = [...closed, ...open];
  await knex.transaction(async transaction => {
    for (let start = 0; start < rows.length; start += 500) {
      await transaction('sync_objects').insert(rows.slice(start, start + 500));
    }
    await transaction('sync_revisions').update({ value: 1 });
  });
  // As a database that has lived for 90 days would have done by itself.
  await knex.raw('analyze');
  return rows.length;
}

function objectsOf({ dags, services, mesh, resources }: Data) {
  const inMesh = { source: 'kuma:eu', mesh: mesh.mesh };
  return [
    ...dags.map(dag => ({
      source: `airflow:${dag.instance}`,
      kind: 'dag',
      mesh: '',
      key: dag.dagId,
      data: JSON.stringify(dag),
    })),
    ...services.map(service => ({
      ...inMesh,
      kind: 'service',
      key: `${service.kind}/${service.name}`,
      data: JSON.stringify(service),
    })),
    ...resources.map(resource => ({
      ...inMesh,
      kind: resource.type,
      key: resource.name,
      data: JSON.stringify(resource),
    })),
    ...resources
      .filter(({ type }) => type === 'Dataplane')
      .map(({ name, labels }) => ({
        ...inMesh,
        kind: 'proxy',
        key: name,
        data: JSON.stringify({
          controlPlane: 'eu',
          mesh: mesh.mesh,
          name,
          labels,
          status: 'online',
          uriSans: [
            `spiffe://default.zone-1.mesh.local/workload/${labels?.['kuma.io/workload']}`,
          ],
        }),
      })),
    { ...inMesh, kind: 'mesh', key: mesh.mesh, data: JSON.stringify(mesh) },
    {
      ...inMesh,
      kind: 'Mesh',
      key: mesh.mesh,
      data: JSON.stringify({
        type: 'Mesh',
        name: mesh.mesh,
        meshServices: { mode: 'Exclusive' },
      }),
    },
    {
      source: 'kuma:eu',
      mesh: '',
      kind: 'facts',
      key: 'facts',
      data: JSON.stringify({ version: '2.14.3', cliques: true }),
    },
  ];
}

/** A backend that has answered nothing yet. */
async function serve(knex: Knex, data: Data) {
  const inventory = DefaultInventoryReader.create({
    knex,
    sources: [],
    sourceStore: SourceStore.create(knex),
    runStore: RunStore.create(knex),
    readStore: ReadStore.create(knex),
    clock: () => new Date(),
    runRetentionMilliseconds: 400 * 86_400_000,
  });
  const refs = new Set([
    ...data.dags.map(({ instance, dagId }) => dagEntityRef(instance, dagId)),
    ...data.services.map(serviceEntityRef),
  ]);
  const edges = new DefaultEdgeReader(
    new FactsReader({
      inventory,
      grants: {
        liveGrants: async () => [],
        openRequests: async () => [],
        revision: async () => 0,
      },
      identify: (dags, proxies) => identifyDags(IDENTITY_RULES, dags, proxies),
    }),
  );
  const callers = {
    read: async () => ({
      visible: { has: (ref: string) => refs.has(ref), key: 'bench' },
    }),
  } as unknown as CallerReader;
  const stop = new AbortController();
  const app = express()
    .use(createGraphRouter({ edges, callers, signal: stop.signal }))
    .use(createQueryRouter({ edges, inventory, callers }));
  const server = await new Promise<ReturnType<typeof app.listen>>(ready => {
    const listening = app.listen(0, '127.0.0.1', () => ready(listening));
  });
  const { port } = server.address() as AddressInfo;
  return {
    ask: async (path: string, body?: object): Promise<Took> => {
      const start = performance.now();
      const processor = process.cpuUsage();
      const response = await fetch(
        `http://127.0.0.1:${port}/graph${path}`,
        body && {
          method: 'POST',
          headers: { 'Content-Type': 'application/json' },
          body: JSON.stringify(body),
        },
      );
      const text = await response.text();
      if (!response.ok) throw new Error(`${response.status} ${text}`);
      const { user, system } = process.cpuUsage(processor);
      return {
        clock: performance.now() - start,
        processor: (user + system) / 1000,
        text,
      };
    },
    stop: () => {
      stop.abort();
      return new Promise(done => server.close(done));
    },
  };
}

/** An answer, and what it took: on the clock, and of the processor. */
type Took = { clock: number; processor: number; text: string };

/** An answer from a backend that was just started. */
export async function askCold(
  knex: Knex,
  data: Data,
  query: string,
): Promise<Took> {
  globalThis.gc?.();
  const backend = await serve(knex, data);
  const took = await backend.ask(`?grouping=dataDomain${query}`);
  await backend.stop();
  return took;
}

/** Pictures that people look at one after another, none of them twice. */
export async function warmTimes(knex: Knex, data: Data) {
  const backend = await serve(knex, data);
  const { totals, permittedOnly } = await counted(backend);
  const times: Took[] = [];
  for (let run = 0; run < WARM_RUNS; run += 1) {
    times.push(await backend.ask(`?${warmQuery(run, data)}`));
  }
  const questions = await askQuestions(backend.ask, data);
  await backend.stop();
  return { times, totals, permittedOnly, questions };
}

function warmQuery(run: number, data: Data): string {
  const service = serviceEntityRef(data.services[run]);
  const { dataDomain } = data.services[run + 1];
  switch (run % 6) {
    case 0:
      return `grouping=dataDomain&open=group:dataDomain:${dataDomain}&text=${run}`;
    case 1:
      return `grouping=owner&limit=${100 + run}`;
    case 2:
      return `grouping=none&focus=${service}&depth=${1 + (run % 3)}`;
    case 3:
      return `grouping=mesh&edgeState=needs-permission&limit=${300 + run}`;
    case 4:
      return `grouping=none&identities=true&limit=${300 + run}`;
    default:
      return `grouping=instance&text=domain-${run % 24}&limit=${200 + run}`;
  }
}

type Counted = {
  totals: { edges: number; states: object };
  permittedOnly?: number;
};

/** The picture with its count of permitted pairs, which comes after the first ones. */
async function counted(
  backend: Awaited<ReturnType<typeof serve>>,
): Promise<Counted> {
  const end = performance.now() + 120_000;
  for (;;) {
    const { text } = await backend.ask('?grouping=dataDomain');
    const answer: Counted = JSON.parse(text);
    if (answer.permittedOnly !== undefined || performance.now() > end) {
      return answer;
    }
    await new Promise(wait => setTimeout(wait, 250));
  }
}

async function main() {
  printReport({ ...newReport('graph-api'), ...(await measureGraphApi()) });
}

if (require.main === module) {
  main().catch(error => {
    console.error(error);
    process.exitCode = 1;
  });
}
