import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { ConfigReader } from '@backstage/config';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import { Knex } from 'knex';
import request from 'supertest';
import {
  databaseIds,
  migrated,
  migrations,
} from '../access/__testUtils__/databases';
import { serveRouter } from '../graph/__testUtils__/serveRouter';
import { AuditStore } from './AuditStore';
import { createAuditRouter } from './router';
import { readSigningKey, signHead } from './signHead';

jest.setTimeout(60_000);
const VERIFIER = resolve(
  __dirname,
  '../../../../packages/audit-verify/bin/airflow-kuma-audit-verify',
);

function keyConfig() {
  const { privateKey } = generateKeyPairSync('ed25519');
  return new ConfigReader({
    airflowKuma: {
      audit: {
        signing: {
          privateKey: privateKey.export({ type: 'pkcs8', format: 'pem' }),
          keyId: 'k1',
        },
      },
    },
  });
}

function serve(
  store: AuditStore,
  result: AuthorizeResult.ALLOW | AuthorizeResult.DENY = AuthorizeResult.ALLOW,
  publicKey?: { keyId: string; pem: string },
) {
  return serveRouter(
    createAuditRouter({
      store,
      httpAuth: mockServices.httpAuth(),
      permissions: mockServices.permissions({ result }),
      actorOf: async () => ({ actor: 'user:default/auditor' }),
      publicKey,
    }),
  );
}

/** Runs the verifier as a person would, on a file. */
async function verify(
  exported: string,
  ...args: string[]
): Promise<{ code: number; text: string }> {
  const folder = mkdtempSync(join(tmpdir(), 'audit-'));
  const file = join(folder, 'export.json');
  writeFileSync(file, exported);
  try {
    return await new Promise(done => {
      execFile(process.execPath, [VERIFIER, file, ...args], (error, stdout) =>
        done({ code: (error?.code as number | undefined) ?? 0, text: stdout }),
      );
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the audit trail', () => {
  const databases = TestDatabases.create({ ids: databaseIds });

  describe.each(databases.eachSupportedId())('%p', (databaseId: any) => {
    let knex: Knex;
    let store: AuditStore;
    beforeEach(async () => {
      knex = await migrated(databases, databaseId);
      store = new AuditStore(knex);
    });
    const fill = async (count: number) => {
      for (let index = 1; index <= count; index++) {
        await store.record([
          {
            actor: index % 2 ? 'user:default/ann' : 'plugin:airflow-kuma',
            action:
              index % 2
                ? 'access.request.created'
                : 'access.permission.applied',
            requestId: `r${index}`,
            subject: 'orders → payments',
            after: { reason: `=cmd "quoted", naïve`, index, gone: undefined },
          },
        ]);
      }
    };

    const liftTriggers = async () => {
      if (databaseId.startsWith('POSTGRES')) {
        await knex.raw('ALTER TABLE audit_records DISABLE TRIGGER ALL');
      } else {
        await knex.raw('DROP TRIGGER audit_records_no_update');
        await knex.raw('DROP TRIGGER audit_records_no_delete');
      }
    };

    it('chains records of many writers at once, without gaps', async () => {
      await Promise.all(Array.from({ length: 20 }, () => fill(1)));
      const { body } = await request(serve(store)).get('/export.json');
      // The export itself is the last: it names who took it.
      expect(body.records.map((record: any) => record.sequence)).toEqual(
        Array.from({ length: 21 }, (_, index) => index + 1),
      );
      expect(await verify(JSON.stringify(body))).toMatchObject({ code: 0 });
    });

    it.each([
      ['100%', ['100% sure']],
      ['a_b', ['a_b']],
      ['!', ['why!']],
      ['sure', ['100% sure', 'SURE']],
      ["' OR 1=1 --", []],
      ['%', ['100% sure']],
      ['Ä', ['Ärger', 'ärger']],
    ])('finds %j as it is written', async (text, found) => {
      const subjects = ['100% sure', 'SURE', 'a_b', 'axb', '1000', 'why!'];
      subjects.push('Ärger', 'ärger');
      await store.record(
        subjects.map(subject => ({
          actor: 'user:default/a',
          action: 'test.noted',
          subject,
        })),
      );
      for (const filter of [{ text }, { text, action: 'test.' }]) {
        const { items } = await store.list(filter, { offset: 0, limit: 10 });
        expect(items.map(({ subject }) => subject).reverse()).toEqual(found);
      }
      for (const action of ['t_st.', 'TEST.']) {
        const page = await store.list({ action }, { offset: 0, limit: 10 });
        expect(page.total).toBe(0);
      }
    });

    it('exports a CSV that the verifier takes, and finds a change in', async () => {
      await fill(3);
      await store.record([
        {
          actor: 'user:default/a',
          action: 'test.noted',
          subject: '=SUM(A1)',
          before: -1,
          after: { text: '\'=a, "b"\r\nc' },
          ip: '::1',
        },
      ]);
      const { text } = await request(serve(store)).get('/export.csv').buffer();
      expect(await verify(text)).toMatchObject({
        code: 0,
        text: expect.stringMatching(/5 records, .*nothing was changed/),
      });
      expect(await verify(text.replace('naïve', 'wise'))).toMatchObject({
        code: 1,
        text: expect.stringContaining('record 1: its content is not what was'),
      });
    });

    it('appends nothing when the change it tells of is rolled back', async () => {
      await fill(1);
      await expect(
        knex.transaction(async transaction => {
          await store.append(transaction, [{ actor: 'a', action: 'b' }]);
          throw new Error('the change failed');
        }),
      ).rejects.toThrow('the change failed');
      expect((await store.list({}, { offset: 0, limit: 10 })).total).toBe(1);
      expect((await store.head()).sequence).toBe(1);
    });

    it('refuses to update and to delete', async () => {
      await fill(1);
      await expect(
        knex('audit_records').update({ actor: 'x' }),
      ).rejects.toThrow('append-only');
      await expect(knex('audit_records').delete()).rejects.toThrow(
        'append-only',
      );
    });

    it.each([
      [
        'an update',
        (query: Knex.QueryBuilder) =>
          query.where({ sequence: 2 }).update({ actor: 'user:default/eve' }),
        'record 2',
      ],
      [
        'a deletion',
        (query: Knex.QueryBuilder) => query.where({ sequence: 2 }).delete(),
        'records 2 to 2 are missing',
      ],
      [
        'a deletion at the end',
        (query: Knex.QueryBuilder) => query.where({ sequence: 4 }).delete(),
        'records 4 to 4 are missing',
      ],
    ])(
      'shows %s behind its back to the verifier',
      async (_name, tamper, message) => {
        await fill(4);
        await liftTriggers();
        // The export itself is a record too: it names who took it.
        await tamper(knex('audit_records'));
        const { text: exported } = await request(serve(store))
          .get('/export.json')
          .buffer();
        const { code, text } = await verify(exported);
        expect(code).toBe(1);
        expect(text).toContain(message);
        // The page and the verifier say the same of one trail.
        const { body } = await request(serve(store)).get('/state');
        expect(body.totalProblems).toBeGreaterThan(0);
        expect(
          body.problems.map((problem: any) => `record ${problem.sequence}`),
        ).toEqual(
          [...text.matchAll(/^record \d+/gm)].map(([record]) => record),
        );
      },
    );

    it('says that nothing was changed, and which heads are signed', async () => {
      await fill(3);
      const unsigned = await request(serve(store)).get('/state');
      expect(unsigned.body).toMatchObject({
        records: 3,
        problems: [],
        totalProblems: 0,
        signing: { verified: 0, ofOtherKeys: 0 },
      });
      expect(unsigned.body.signing.keyId).toBeUndefined();

      const key = readSigningKey(keyConfig())!;
      const at = '2026-11-23T01:00:00.000Z';
      await signHead(store, key, at);
      await fill(1);
      const publicKey = { keyId: 'k1', pem: key.publicKey };
      const allowed = AuthorizeResult.ALLOW;
      const signed = await request(serve(store, allowed, publicKey)).get(
        '/state',
      );
      expect(signed.body).toMatchObject({
        records: 4,
        totalProblems: 0,
        signing: { keyId: 'k1', verified: 1, newest: { sequence: 3, at } },
      });
      const other = { ...publicKey, keyId: 'k2' };
      const renewed = await request(serve(store, allowed, other)).get('/state');
      expect(renewed.body).toMatchObject({
        totalProblems: 0,
        signing: { keyId: 'k2', verified: 0, ofOtherKeys: 1 },
      });

      const forged = readSigningKey(keyConfig())!;
      const wrong = { keyId: 'k1', pem: forged.publicKey };
      const refused = await request(serve(store, allowed, wrong)).get('/state');
      expect(refused.body.problems).toEqual([
        { sequence: 3, message: `the head of ${at} is not signed by k1` },
      ]);

      await liftTriggers();
      await knex('audit_records').where('sequence', '>', 2).delete();
      await knex('audit_chain').update({ sequence: 2 });
      const cut = await request(serve(store, allowed, publicKey)).get('/state');
      expect(cut.body.problems).toEqual([
        {
          sequence: 3,
          message: `it is gone: the head of ${at} was signed over it`,
        },
      ]);
    });

    it('signs heads that the verifier takes', async () => {
      await fill(3);
      const key = readSigningKey(keyConfig())!;
      expect(
        await signHead(store, key, '2026-11-23T01:00:00.000Z'),
      ).toMatchObject({ sequence: 3, keyId: 'k1' });
      expect(
        await signHead(store, key, '2026-11-23T01:05:00.000Z'),
      ).toBeUndefined();
      const { text: exported } = await request(serve(store))
        .get('/export.json')
        .buffer();
      const folder = mkdtempSync(join(tmpdir(), 'audit-key-'));
      const file = join(folder, 'key.pem');
      writeFileSync(file, key.publicKey);
      expect(await verify(exported, '--public-key', file)).toMatchObject({
        code: 0,
        text: expect.stringContaining('1 signed head: nothing was changed'),
      });
      rmSync(folder, { recursive: true });
    });

    it('pages, filters and exports', async () => {
      await fill(5);
      const app = serve(store);
      const list = await request(app).get('/?limit=2&offset=1');
      expect(list.body.total).toBe(5);
      expect(list.body.items.map((record: any) => record.sequence)).toEqual([
        4, 3,
      ]);
      expect(
        (await request(app).get('/?actor=user:default/ann')).body.total,
      ).toBe(3);
      expect(
        (await request(app).get('/?action=access.permission.')).body.total,
      ).toBe(2);
      expect((await request(app).get('/?requestId=r2')).body.total).toBe(1);
      expect((await request(app).get('/?text=payments')).body.total).toBe(5);
      expect(
        (await request(app).get('/?from=2999-01-01T00:00:00%2B01:00')).body
          .total,
      ).toBe(0);
      expect((await request(app).get('/?from=yesterday')).status).toBe(400);
      const { text } = await request(app).get('/export.csv?requestId=r1');
      const [header, line] = text.split('\r\n');
      expect(header).toMatch(/^sequence,at,actor/);
      expect(line).toContain('"{""reason"":""=cmd \\""quoted\\""');
      expect(
        (await request(app).get('/?action=audit.exported')).body.items[0],
      ).toMatchObject({
        actor: 'user:default/auditor',
        after: { format: 'csv', filter: { requestId: 'r1' } },
      });
    });

    it('shows itself only to who may read it', async () => {
      for (const path of [
        '/',
        '/state',
        '/heads',
        '/export.json',
        '/export.csv',
      ]) {
        expect(
          (await request(serve(store, AuthorizeResult.DENY)).get(path)).status,
        ).toBe(403);
      }
    });

    it('migrates up, down and up again', async () => {
      await knex.migrate.rollback({ directory: migrations }, true);
      expect(await knex.schema.hasTable('audit_records')).toBe(false);
      expect(await knex.schema.hasTable('access_requests')).toBe(false);
      await knex.migrate.latest({ directory: migrations });
      await fill(1);
    });
  });

  it('names the key that is wrong, and never shows it', () => {
    const read = (privateKey: string) => () =>
      readSigningKey(
        new ConfigReader({
          airflowKuma: { audit: { signing: { privateKey } } },
        }),
      );
    expect(read('secret stuff')).toThrow(
      /^airflowKuma\.audit\.signing\.privateKey: must be a PEM/,
    );
    const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    expect(
      read(privateKey.export({ type: 'pkcs8', format: 'pem' }) as string),
    ).toThrow('must be an Ed25519 key');
    expect(readSigningKey(new ConfigReader({}))).toBeUndefined();
  });
});
