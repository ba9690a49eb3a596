/* eslint-disable no-console -- a command that prints */
import { Entity } from '@backstage/catalog-model';
import { JsonObject } from '@backstage/types';
import { AddressInfo, createServer } from 'node:net';
import { join } from 'node:path';
import { Child } from './ingest/child';
import { Databases, until } from './ingest/databases';
import { AIRFLOW, KUMA, SIZES } from './ingest/sizes';
import { atMost, newReport, printReport } from './report';

const FOLDER = join(__dirname, 'ingest');
const AIRFLOW_SOURCE = `airflow:${AIRFLOW}`;
const KUMA_SOURCE = `kuma:${KUMA}`;
/** A change is looked at a second time after a minute, when it has settled. */
const SETTLED_SECONDS = 75;

type Upstreams = { airflow: string; kuma: string; dagId: string };

/** A port that nobody listens on now. */
async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>(resolve => {
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise(resolve => server.close(resolve));
  return port;
}

async function configOf(
  connection: string,
  prefix: string,
  upstreams?: Upstreams,
): Promise<JsonObject> {
  const listenPort = await freePort();
  const { hostname, port, username, password } = new URL(connection);
  return {
    app: { baseUrl: 'http://127.0.0.1' },
    backend: {
      baseUrl: `http://127.0.0.1:${listenPort}`,
      listen: { host: '127.0.0.1', port: listenPort },
      auth: { dangerouslyDisableDefaultAuthPolicy: true },
      database: {
        client: 'pg',
        prefix,
        connection: {
          host: hostname,
          port: Number(port),
          user: username,
          ...(password && { password: decodeURIComponent(password) }),
        },
      },
    },
    catalog: { processingInterval: { hours: 6 } },
    ...(upstreams && {
      airflowKuma: {
        airflow: {
          instances: {
            [AIRFLOW]: {
              baseUrl: upstreams.airflow,
              auth: {
                type: 'password',
                username: 'viewer',
                password: 'viewer',
              },
            },
          },
        },
        kuma: { controlPlanes: { [KUMA]: { baseUrl: upstreams.kuma } } },
        identities: [
          {
            controlPlane: KUMA,
            mesh: 'default',
            spiffeId:
              'spiffe://default.zone-1.mesh.local/workload/airflow-{{ dataDomain }}',
          },
        ],
      },
    }),
  };
}

const startBackend = (config: JsonObject, bare?: Entity[]) =>
  Child.start(join(FOLDER, 'backend.ts'), { config, bare });

/** Seconds that one read of both sources takes when asked for. */
async function readAgain(databases: Databases): Promise<number> {
  let seconds = 0;
  for (const source of [AIRFLOW_SOURCE, KUMA_SOURCE]) {
    const before = await databases.source(source);
    await databases.refresh(source);
    const every = 20;
    const isStarted = async () =>
      (await databases.source(source)).last_attempt > before.last_attempt;
    await until('a read to start', isStarted, { every });
    const start = performance.now();
    const isDone = async () => {
      const now = await databases.source(source);
      if (now.error) throw new Error(now.error);
      return now.last_success > before.last_success;
    };
    await until('a read to end', isDone, { every });
    seconds += (performance.now() - start) / 1000;
  }
  return seconds;
}

function allStitched(databases: Databases, count: number): Promise<void> {
  return until(
    `${count} entities`,
    async () => (await databases.stitched()) >= count,
  );
}

function changed(before: Map<string, string>, after: Map<string, string>) {
  const refs = new Set([...before.keys(), ...after.keys()]);
  return [...refs].filter(ref => before.get(ref) !== after.get(ref));
}

async function main() {
  const connection = process.env.BENCH_POSTGRES;
  if (!connection) throw new Error('BENCH_POSTGRES names no PostgreSQL');
  const say = (text: string) => console.error(`ingest: ${text}`);
  const run = `bench_${Date.now().toString(36)}`;
  const report = newReport('ingest', SIZES);

  say('idle backend');
  const idle = await startBackend(await configOf(connection, `${run}_idle_`));
  await new Promise(resolve => setTimeout(resolve, 10_000));
  const idleMegabytes = idle.child.peakMegabytes();
  await idle.child.stop();

  say('from empty to stitched');
  const upstreams = await Child.start<Upstreams>(
    join(FOLDER, 'upstreams.ts'),
    {},
  );
  // An instance and a mesh; external services come with the others.
  const expected = SIZES.dags + SIZES.services + 2;
  const prefix = `${run}_ours_`;
  const databases = new Databases(connection, prefix);
  const ours = await startBackend(
    await configOf(connection, prefix, upstreams.ready),
  );
  const start = performance.now();
  await allStitched(databases, expected);
  let oursSeconds = (performance.now() - start) / 1000;
  // External services are generated too: wait until nothing more comes.
  let entities = (await databases.given()).size;
  for (;;) {
    await allStitched(databases, entities);
    const now = (await databases.given()).size;
    if (now === entities) break;
    entities = now;
    oursSeconds = (performance.now() - start) / 1000;
  }
  say(`${entities} entities after ${oursSeconds.toFixed(1)} s`);

  say('details of all DAGs');
  await until(
    'all details',
    async () => (await databases.withoutDetails()) === 0,
    { every: 1_000 },
  );
  const detailsSeconds = (performance.now() - start) / 1000;
  // Declarations in doc_md add relations: let the catalog take them.
  await new Promise(resolve => setTimeout(resolve, 15_000));

  say('nothing changed');
  await readAgain(databases);
  const versionsBefore = await databases.versions();
  const givenBefore = await databases.given();
  const noopSeconds = await readAgain(databases);
  await new Promise(resolve => setTimeout(resolve, 6_000));
  const mutated = changed(givenBefore, await databases.given());
  const written = (await databases.versions()) - versionsBefore;

  say('one DAG changed');
  const { dagId } = upstreams.ready;
  await upstreams.child.ask('clear');
  await upstreams.child.ask('edit', { dagId });
  const edited = performance.now();
  const before = await databases.given();
  await until(
    'the change in the catalog',
    async () => changed(before, await databases.given()).length > 0,
    { every: 500 },
  );
  const changeSeconds = (performance.now() - edited) / 1000;
  await new Promise(resolve => setTimeout(resolve, SETTLED_SECONDS * 1000));
  const changedEntities = changed(before, await databases.given());
  const { airflow } = await upstreams.child.ask<{ airflow: string[] }>(
    'requests',
  );
  const ofDag = airflow.filter(path =>
    path.includes(`/dags/${encodeURIComponent(dagId)}/`),
  );
  const ofOthers = airflow.filter(
    path => /\/dags\/[^~/?]+\//.test(path) && !ofDag.includes(path),
  );

  const oursMegabytes = ours.child.peakMegabytes();
  await ours.child.stop();
  await upstreams.child.stop();
  await databases.close();

  say('the same entities from a bare provider');
  const bareEntities = [...givenBefore.values()].map(
    text => JSON.parse(text) as Entity,
  );
  const barePrefix = `${run}_bare_`;
  const bareDatabases = new Databases(connection, barePrefix);
  const bare = await startBackend(
    await configOf(connection, barePrefix),
    bareEntities,
  );
  const bareStart = performance.now();
  await bare.child.ask('give');
  await allStitched(bareDatabases, bareEntities.length);
  const bareSeconds = (performance.now() - bareStart) / 1000;
  const bareMegabytes = bare.child.peakMegabytes();
  await bare.child.stop();
  await bareDatabases.close();

  report.sizes = {
    ...SIZES,
    entities,
    rolling_requests: ofOthers.length,
  };
  report.figures.push(
    atMost('ratio_to_floor', 'x', oursSeconds / bareSeconds, 1.1),
    { name: 'ours_s', unit: 's', value: oursSeconds },
    { name: 'floor_s', unit: 's', value: bareSeconds },
    { name: 'details_s', unit: 's', value: detailsSeconds },
    atMost('noop_s', 's', noopSeconds, 5),
    atMost('noop_writes', 'writes', mutated.length + written, 0),
    atMost('one_change_requests', 'requests', ofDag.length, 5),
    atMost('one_change_entities', 'entities', changedEntities.length, 1),
    { name: 'one_change_s', unit: 's', value: changeSeconds },
    atMost('extra_mb', 'MiB', oursMegabytes - idleMegabytes, 400),
    { name: 'idle_mb', unit: 'MiB', value: idleMegabytes },
    {
      name: 'floor_extra_mb',
      unit: 'MiB',
      value: bareMegabytes - idleMegabytes,
    },
  );
  printReport(report);
}

main().then(
  () => process.exit(0),
  error => {
    console.error(error);
    process.exit(1);
  },
);
