import {
  mockCredentials,
  mockServices,
  TestDatabases,
} from '@backstage/backend-test-utils';
import { execFile } from 'child_process';
import { once } from 'events';
import { Express } from 'express';
import { readFileSync } from 'fs';
import { AddressInfo } from 'net';
import { resolve } from 'path';
import request from 'supertest';
import { gzipSync } from 'zlib';
import { databaseIds, migrated } from '../../access/__testUtils__/databases';
import { serveRouter } from '../../graph/__testUtils__/serveRouter';
import { CallIntake } from '../logs/CallIntake';
import { CallStore } from '../logs/CallStore';
import { createOtlpRouter } from './createOtlpRouter';

type Row = {
  src_san: string;
  dst: string;
  detail: string;
  code: number;
  ms: number;
  start: string;
};

/** What real Envoys of destinations logged, see the note in the recording. */
const recordedRows: Row[] = JSON.parse(
  readFileSync(
    resolve(
      __dirname,
      '../../../../../test/recordings/kuma-2.14.3/accesslog-sample.json',
    ),
    'utf8',
  ),
).rows;

const attributesOf = (row: Row) => ({
  caller_san: row.src_san,
  response_details: row.detail,
  duration_ms: String(row.ms),
  direction: 'INBOUND',
});

function intakeFor(
  store: CallStore,
  more?: { maxRows?: number; bufferEntries?: number },
) {
  return new CallIntake({
    store,
    maxRows: 1000,
    report: () => {},
    ...more,
  });
}

function serve(intake: CallIntake, controlPlanes = ['eu']): Express {
  return serveRouter(
    createOtlpRouter({
      intake,
      controlPlanes,
      httpAuth: mockServices.httpAuth(),
    }),
  );
}

/** Sends rows as a collector would, one resource for each destination. */
async function send(url: string, encoding: string, rows: Row[]) {
  const resources = [...new Set(rows.map(({ dst }) => dst))].map(
    destination => ({
      attributes: {
        'kuma.mesh': 'default',
        'kuma.zone': 'zone-1',
        'kuma.workload': `kri_wl_default_zone-1__${destination}_`,
      },
      records: rows
        .filter(({ dst }) => dst === destination)
        .map(row => ({ start: row.start, attributes: attributesOf(row) })),
    }),
  );
  const exporter = execFile(process.execPath, [
    resolve(__dirname, '__testUtils__/sendLogs.js'),
  ]);
  exporter.stdin?.end(
    JSON.stringify({
      url,
      encoding,
      resources,
      token: mockCredentials.service.header(),
    }),
  );
  const [code] = await once(exporter, 'exit');
  expect(code).toBe(0);
}

const record = (attributes: Record<string, string>, resource = {}) =>
  JSON.stringify({
    resourceLogs: [
      {
        resource: {
          attributes: Object.entries({
            'kuma.mesh': 'default',
            'kuma.workload': 'payments',
            ...resource,
          }).map(([key, value]) => ({ key, value: { stringValue: value } })),
        },
        scopeLogs: [
          {
            logRecords: [
              {
                timeUnixNano: '1795385943000000000',
                attributes: Object.entries(attributes).map(([key, value]) => ({
                  key,
                  value: { stringValue: value },
                })),
              },
            ],
          },
        ],
      },
    ],
  });

const caller = 'spiffe://default.zone-1.mesh.local/workload/airflow-orders';
const post = (app: Express, body: string | Buffer, type = 'application/json') =>
  request(app)
    .post('/otlp/v1/logs')
    .set('Authorization', mockCredentials.service.header())
    .set('Content-Type', type)
    .send(body);

describe('POST /otlp/v1/logs', () => {
  const databases = TestDatabases.create({ ids: databaseIds });

  describe.each(databases.eachSupportedId())('%s', databaseId => {
    it.each([
      ['JSON', 'json'],
      ['protobuf', 'protobuf'],
    ])(
      'takes what the official exporter sends as %s',
      async (_, encoding) => {
        const store = new CallStore(await migrated(databases, databaseId));
        const intake = intakeFor(store);
        const server = serve(intake).listen(0, '127.0.0.1');
        await once(server, 'listening');
        const { port } = server.address() as AddressInfo;
        await send(
          `http://127.0.0.1:${port}/otlp/v1/logs`,
          encoding,
          recordedRows,
        );
        server.close();
        await intake.flush();

        const summaries = await store.summaries(Date.now() + 1e12);
        const total = summaries.reduce((sum, { count }) => sum + count, 0);
        expect(total).toBe(recordedRows.length);
        const denied = recordedRows.filter(({ detail }) =>
          detail.startsWith('rbac'),
        );
        expect(
          summaries
            .filter(({ verdict }) => verdict === 'denied')
            .reduce((sum, { count }) => sum + count, 0),
        ).toBe(denied.length);
        expect(denied.length).toBeGreaterThan(0);
        expect(
          new Set(summaries.map(({ destination }) => destination)),
        ).toEqual(new Set(recordedRows.map(({ dst }) => dst)));
      },
      60_000,
    );

    it('adds up what two replicas write, and keeps no single call', async () => {
      const knex = await migrated(databases, databaseId);
      const store = new CallStore(knex);
      const first = intakeFor(store);
      const second = intakeFor(store);
      for (const intake of [first, second, first]) {
        await post(
          serve(intake),
          record({ caller_san: caller, duration_ms: '7' }),
        );
        await intake.flush();
      }
      const rows = await knex('observed_calls').select();
      expect(rows).toHaveLength(1);
      expect(Number(rows[0].count)).toBe(3);
      expect(Number(rows[0].latency_2)).toBe(3);
      const [coverage] = await store.coverage(Date.now() + 1e12);
      expect([...coverage.days]).toEqual([Math.floor(1795385943 / 86_400)]);
      expect(await store.recent(1795385943_000)).toMatchObject([{ count: 3 }]);
    });

    it('stores no new kinds of calls past its limit, and says so', async () => {
      const store = new CallStore(await migrated(databases, databaseId));
      const intake = intakeFor(store, { maxRows: 1 });
      const app = serve(intake);
      await post(app, record({ caller_san: caller }));
      await intake.flush();
      await post(app, record({ caller_san: `${caller}-2` }));
      await post(app, record({ caller_san: caller }));
      await intake.flush();
      expect(await store.summaries(Date.now() + 1e12)).toMatchObject([
        { caller, count: 2 },
      ]);
      const { status, body } = await post(app, record({ caller_san: caller }));
      expect(status).toBe(200);
      expect(body.partialSuccess.errorMessage).toMatch(/maxRows/);
    });

    it('forgets what is older than is kept', async () => {
      const store = new CallStore(await migrated(databases, databaseId));
      const intake = intakeFor(store);
      await post(serve(intake), record({ caller_san: caller }));
      await intake.flush();
      expect(await store.removeBefore(1795385943_000 - 7_200_000)).toBe(0);
      expect(await store.removeBefore(1795385943_000 + 7_200_000)).toBe(1);
    });
  });

  describe('bounds', () => {
    const failing = { add: async () => 0 } as unknown as CallStore;

    it('needs a service token', async () => {
      const app = serve(intakeFor(failing));
      const asUser = await request(app)
        .post('/otlp/v1/logs')
        .set('Authorization', mockCredentials.user.header())
        .set('Content-Type', 'application/json')
        .send(record({ caller_san: caller }));
      expect(asUser.status).toBe(403);
    });

    it('answers partial success, then 429, when its memory is full', async () => {
      const intake = intakeFor(failing, { bufferEntries: 1 });
      const app = serve(intake);
      const two = JSON.parse(record({ caller_san: caller }));
      two.resourceLogs.push(
        JSON.parse(record({ caller_san: `${caller}-2` })).resourceLogs[0],
      );
      const partial = await post(app, JSON.stringify(two));
      expect(partial.body.partialSuccess).toMatchObject({
        rejectedLogRecords: '1',
      });
      const busy = await post(app, record({ caller_san: caller }));
      expect(busy.status).toBe(429);
      expect(busy.headers['retry-after']).toBe('5');
      await intake.flush();
      expect((await post(app, record({ caller_san: caller }))).status).toBe(
        200,
      );
    });

    it('keeps what could not be written', async () => {
      const written: number[] = [];
      let broken = true;
      const store = {
        add: async (entries: { count: number }[]) => {
          if (broken) throw new Error('database is gone');
          written.push(...entries.map(({ count }) => count));
          return 0;
        },
      } as unknown as CallStore;
      const intake = intakeFor(store);
      const app = serve(intake);
      await post(app, record({ caller_san: caller }));
      await expect(intake.flush()).rejects.toThrow('database is gone');
      await post(app, record({ caller_san: caller }));
      broken = false;
      await intake.flush();
      expect(written).toEqual([2]);
    });

    it.each([
      ['garbage', '{', 'application/json', 400],
      ['another shape', '{"resourceLogs":7}', 'application/json', 400],
      [
        'no protobuf',
        Buffer.from([255, 255, 255]),
        'application/x-protobuf',
        400,
      ],
      ['another type', 'x', 'text/plain', 400],
    ])('refuses %s', async (_, body, type, status) => {
      const app = serve(intakeFor(failing));
      expect((await post(app, body, type)).status).toBe(status);
    });

    it('refuses a body that unpacks to too much', async () => {
      const server = serve(intakeFor(failing)).listen(0, '127.0.0.1');
      await once(server, 'listening');
      const { port } = server.address() as AddressInfo;
      const { status } = await fetch(`http://127.0.0.1:${port}/otlp/v1/logs`, {
        method: 'POST',
        headers: {
          Authorization: mockCredentials.service.header(),
          'Content-Type': 'application/json',
          'Content-Encoding': 'gzip',
        },
        body: gzipSync(Buffer.alloc(20_000_000, 32)),
      });
      server.close();
      expect(status).toBe(413);
    });

    it('must be told which control plane, where there are several', async () => {
      const app = serve(intakeFor(failing), ['eu', 'us']);
      expect((await post(app, record({ caller_san: caller }))).status).toBe(
        400,
      );
      const told = await request(app)
        .post('/otlp/v1/logs?controlPlane=us')
        .set('Authorization', mockCredentials.service.header())
        .set('Content-Type', 'application/json')
        .send(record({ caller_san: caller }));
      expect(told.status).toBe(200);
    });
  });
});
