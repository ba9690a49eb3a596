/* eslint-disable no-console -- benches print */
import { createServer } from 'node:http';
import { AddressInfo } from 'node:net';
import knexFactory, { Knex } from 'knex';
import { createKumaClient } from '../../plugins/airflow-kuma-node/src';
import { KumaResource } from '../../plugins/airflow-kuma-common/src';
import {
  AccessWorld,
  ANN,
} from '../../plugins/airflow-kuma-backend/src/access/__testUtils__/AccessWorld';
import {
  GENESIS_HASH,
  hashRecord,
} from '../../plugins/airflow-kuma-backend/src/audit/hashRecord';
import { createRequest } from '../../plugins/airflow-kuma-backend/src/access/requests/createRequest';
import { decideRequest } from '../../plugins/airflow-kuma-backend/src/access/requests/decideRequest';
import { Reconciler } from '../../plugins/airflow-kuma-backend/src/access/reconcile/Reconciler';
import { contentHash } from '../../plugins/airflow-kuma-backend/src/access/reconcile/desiredPolicies';
import { WrittenPolicy } from '../../plugins/airflow-kuma-backend/src/access/store';
import { toAccessRow } from '../../plugins/airflow-kuma-backend/src/access/store/rows';
import { AccessRecord } from '../../plugins/airflow-kuma-backend/src/access/types';
import { verifyChain } from '../../packages/audit-verify/src/verifyChain';
import { ExportedRecord } from '../../packages/audit-verify/src/types';
import { addClickToPacket } from './clickToPacket';
import { accessWorld, BENCH_DAGS, BENCH_SERVICES } from './accessData';
import {
  atLeast,
  atMost,
  median,
  newReport,
  percentile,
  printReport,
} from './report';

const APPROVERS = [
  'user:default/ben',
  'user:default/eve',
  'user:default/pat',
  'user:default/pia',
];
const APPROVALS = 500;
const GRANTS = 10_000;
const RECORDS = 100_000;
const CLICKS = 40;
const MIGRATIONS = 'plugins/airflow-kuma-backend/migrations';

/** A database of its own, dropped at the end. */
async function withDatabase<T>(
  name: string,
  work: (knex: Knex) => Promise<T>,
): Promise<T> {
  const connection = process.env.BENCH_POSTGRES;
  if (!connection)
    throw new Error('BENCH_POSTGRES: a PostgreSQL connection is required');
  const admin = knexFactory({ client: 'pg', connection });
  const database = `bench_access_${name}_${process.pid}`;
  await admin.raw('CREATE DATABASE ??', [database]);
  const url = new URL(connection);
  url.pathname = `/${database}`;
  const knex = knexFactory({
    client: 'pg',
    connection: url.toString(),
    pool: { min: 4, max: 12 },
  });
  try {
    await knex.migrate.latest({ directory: MIGRATIONS });
    return await work(knex);
  } finally {
    await knex.destroy();
    await admin.raw('DROP DATABASE ?? WITH (FORCE)', [database]);
    await admin.destroy();
  }
}

/** Requests for every pair, one after the other. */
async function pendingRequests(
  world: AccessWorld,
  count: number,
): Promise<string[]> {
  const ids: string[] = [];
  for (const dag of BENCH_DAGS) {
    for (const service of BENCH_SERVICES) {
      if (ids.length === count) return ids;
      const { id } = await createRequest(
        world.context,
        world.caller(ANN),
        world.input(dag, service),
      );
      ids.push(id);
    }
  }
  return ids;
}

/** Four people approve as fast as they can; every approval has to be there at the end. */
async function measureApprovals(knex: Knex) {
  const world = accessWorld(knex, APPROVERS);
  const queue = await pendingRequests(world, APPROVALS);
  const approved: string[] = [];
  const start = performance.now();
  await Promise.all(
    APPROVERS.map(async user => {
      for (let id = queue.pop(); id !== undefined; id = queue.pop()) {
        await decideRequest(world.context, world.caller(user), id, 'approve', {
          rationale: 'Bench',
        });
        approved.push(id);
      }
    }),
  );
  const seconds = (performance.now() - start) / 1000;
  const kept = await world.context.store.all({ states: ['applying'] });
  const told = await world.context.audit.list(
    { action: 'access.request.approved' },
    { offset: 0, limit: 1 },
  );
  const decided = kept.filter(
    record => record.decisions.length === 1 && record.plan,
  ).length;
  return {
    perSecond: approved.length / seconds,
    lost: 2 * approved.length - decided - told.total,
  };
}

/** From an approval until its policy is written. */
async function measureClicks(knex: Knex): Promise<number> {
  const world = accessWorld(knex, APPROVERS);
  const reconciler = new Reconciler(world.context);
  const milliseconds: number[] = [];
  const ids = await pendingRequests(world, CLICKS);
  for (const id of ids) {
    const start = performance.now();
    const written = new Promise<void>(resolve => {
      world.controlPlane.afterWrite = () => resolve();
    });
    await decideRequest(
      world.context,
      world.caller(APPROVERS[0]),
      id,
      'approve',
      { rationale: 'Bench' },
    );
    reconciler.kick({ controlPlane: 'eu', mesh: 'default' });
    await written;
    milliseconds.push(performance.now() - start);
    await reconciler.idle();
  }
  return percentile(milliseconds, 0.95);
}

/** Ten thousand grants, all as they should be: what a pass costs that has to look at all. */
async function measureReconcile(
  knex: Knex,
): Promise<{ seconds: number; policies: KumaResource[] }> {
  const world = accessWorld(knex, APPROVERS);
  const [pattern] = await pendingRequests(world, 1);
  await decideRequest(
    world.context,
    world.caller(APPROVERS[0]),
    pattern,
    'approve',
    { rationale: 'Bench' },
  );
  await world.settle(3);
  const template = await world.record(pattern);
  const [policy] = template.plan!.policies;
  const rows: object[] = [];
  const written: WrittenPolicy[] = [];
  for (let index = 0; index < GRANTS; index++) {
    const id = `g${String(index).padStart(9, '0')}`;
    const own = {
      ...policy,
      name: `ak-${id}`,
      labels: { 'airflow-kuma.dev/grants': id },
    };
    const record: AccessRecord = {
      ...template,
      id,
      openKey: undefined,
      plan: { policies: [own], merged: [] },
    };
    rows.push(toAccessRow(record, template.requestedAt));
    written.push({
      controlPlane: 'eu',
      mesh: 'default',
      kind: 'MeshTrafficPermission',
      name: own.name,
      hash: contentHash(own),
      grants: [id],
      writtenAt: '2026-01-01T00:00:00.000Z',
    });
    // Past the look-up by name, which the fake does one by one.
    world.controlPlane.snapshot.meshTrafficPermissions.push(own);
  }
  await knex.batchInsert('access_requests', rows, 200);
  await world.context.policies.put(written);
  world.controlPlane.writes = [];
  const seconds: number[] = [];
  for (let run = 0; run < 5; run++) {
    world.sync();
    const start = performance.now();
    const report = await new Reconciler(world.context).pass();
    seconds.push((performance.now() - start) / 1000);
    if (report.changed + world.controlPlane.writes.length > 0)
      throw new Error('the pass was not idle');
  }
  return { seconds: median(seconds), policies: world.controlPlane.policies() };
}

/** Requests that one walk over the list of all permissions takes. */
async function countListRequests(policies: KumaResource[]): Promise<number> {
  let requests = 0;
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    response.setHeader('content-type', 'application/json');
    if (url.pathname === '/')
      response.end(JSON.stringify({ version: '2.14.3', product: 'Kuma' }));
    else if (url.pathname === '/_resources') {
      response.end(
        JSON.stringify({
          resources: [
            {
              name: 'MeshTrafficPermission',
              path: 'meshtrafficpermissions',
              scope: 'Mesh',
              readOnly: false,
              policy: { hasRulesTargetRef: true, hasFromTargetRef: true },
            },
          ],
        }),
      );
    } else if (url.pathname.endsWith('/meshtrafficpermissions')) {
      requests += 1;
      const size = Math.min(1000, Number(url.searchParams.get('size') ?? 100));
      const offset = Number(url.searchParams.get('offset') ?? 0);
      const next =
        offset + size < policies.length
          ? `http://localhost${url.pathname}?offset=${
              offset + size
            }&size=${size}`
          : null;
      response.end(
        JSON.stringify({
          total: policies.length,
          items: policies.slice(offset, offset + size),
          next,
        }),
      );
    } else {
      response.statusCode = 404;
      response.end('{}');
    }
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const client = createKumaClient({
    name: 'bench',
    baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    auth: { type: 'none' },
    timeoutMilliseconds: 15_000,
    maxConcurrentRequests: 4,
  });
  await client.list('MeshTrafficPermission', { mesh: 'default' });
  server.closeAllConnections();
  await new Promise(resolve => server.close(resolve));
  return requests;
}

/** Records that the verifier checks in a second. */
function measureVerifier(): number {
  const records: ExportedRecord[] = [];
  let previousHash = GENESIS_HASH;
  for (let sequence = 1; sequence <= RECORDS; sequence++) {
    const record = {
      sequence,
      at: '2026-11-23T01:00:00.000Z',
      actor: 'user:default/ann',
      action: 'access.request.approved',
      requestId: `g${sequence}`,
      subject: 'orders → payments:80',
      before: { state: 'pending' },
      after: {
        state: 'applying',
        rationale: 'Agreed for the nightly settlement',
      },
      ip: '127.0.0.1',
      previousHash,
    };
    previousHash = hashRecord(record);
    records.push({ ...record, hash: previousHash });
  }
  const start = performance.now();
  const findings = verifyChain({
    from: 'json',
    records,
    heads: [],
    filtered: false,
  });
  const seconds = (performance.now() - start) / 1000;
  if (findings.length > 0)
    throw new Error('the verifier found something in a whole trail');
  return RECORDS / seconds;
}

async function main(): Promise<void> {
  const report = newReport('access', {
    approvals: APPROVALS,
    approvers: APPROVERS.length,
    grants: GRANTS,
    records: RECORDS,
    clicks: CLICKS,
  });
  const approvals = await withDatabase('approvals', measureApprovals);
  const clicks = await withDatabase('clicks', measureClicks);
  const reconcile = await withDatabase('reconcile', measureReconcile);
  report.figures.push(
    atLeast('approvals_per_s', '1/s', approvals.perSecond, 100),
    atMost('lost', 'approvals', approvals.lost, 0),
    atMost('reconcile_10k_s', 's', reconcile.seconds, 5),
    atMost(
      'list_requests',
      'requests',
      await countListRequests(reconcile.policies.slice(0, GRANTS)),
      10,
    ),
    atLeast('verify_per_s', '1/s', measureVerifier(), 50_000),
  );
  await addClickToPacket(report, clicks);
  printReport(report);
}

main().then(
  // A stopped Backstage backend keeps the process alive for minutes.
  () => process.exit(),
  error => {
    console.error(error);
    process.exit(1);
  },
);
