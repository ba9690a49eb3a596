import { auditReadPermission } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  HttpAuthService,
  PermissionsService,
} from '@backstage/backend-plugin-api';
import { NotAllowedError } from '@backstage/errors';
import { AuthorizeResult } from '@backstage/plugin-permission-common';
import express from 'express';
import { z } from 'zod';
import { readsQuery, strictRouter } from '../http/strictRouter';
import { parseInput } from '../access/parseInput';
import { AuditActor } from './AuditEntry';
import { AuditStore } from './AuditStore';
import { ChainChecker } from './ChainChecker';
import { checkChain } from './checkChain';
import { CSV_HEADER, recordLine } from './csv';

const filterSchema = z.strictObject({
  actor: z.string().max(255).optional(),
  action: z.string().max(100).optional(),
  requestId: z.string().max(40).optional(),
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
  text: z.string().max(200).optional(),
});
const pageSchema = filterSchema.extend({
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(200).default(50),
});

/** `GET /audit`, `/audit/state`, `/audit/heads`, `/audit/export.json`, `/audit/export.csv`. */
export function createAuditRouter(options: {
  store: AuditStore;
  httpAuth: HttpAuthService;
  permissions: PermissionsService;
  actorOf(request: express.Request): Promise<AuditActor>;
  /** PEM; absent where no key is configured. */
  publicKey?: { keyId: string; pem: string };
}): express.Router {
  const { store } = options;
  const router = strictRouter();

  router.use(async (request, _response, next) => {
    const credentials = await options.httpAuth.credentials(request);
    const [decision] = await options.permissions.authorize(
      [{ permission: auditReadPermission }],
      { credentials },
    );
    if (decision.result !== AuthorizeResult.ALLOW) {
      throw new NotAllowedError(
        'Reading the audit trail needs airflowKuma.audit.read',
      );
    }
    next();
  });

  router.get('/', readsQuery, async (request, response) => {
    const { offset, limit, ...filter } = parseInput(pageSchema, request.query);
    response.json(await store.list(toUtc(filter), { offset, limit }));
  });

  const checker = new ChainChecker(() =>
    checkChain(store, { now: new Date(), publicKey: options.publicKey }),
  );
  router.get('/state', async (_request, response) => {
    response.json(await checker.state());
  });

  router.get('/heads', async (_request, response) => {
    response.json({
      heads: await store.signedHeads(),
      publicKey: options.publicKey,
    });
  });

  router.get('/export.json', readsQuery, async (request, response) => {
    const filter = toUtc(parseInput(filterSchema, request.query));
    await noteExport(request, 'json', filter);
    response.setHeader('content-type', 'application/json; charset=utf-8');
    response.setHeader(
      'content-disposition',
      'attachment; filename="audit.json"',
    );
    // Heads first: none of them may be newer than the records that follow.
    const heads = await store.signedHeads();
    const head = await store.head();
    response.write(
      `${JSON.stringify({ format: 'airflow-kuma-audit/1', filter, head }).slice(
        0,
        -1,
      )},"records":[`,
    );
    let separator = '\n';
    for await (const record of store.walk(filter)) {
      if (record.sequence > head.sequence) break;
      await write(response, separator + JSON.stringify(record));
      separator = ',\n';
    }
    response.end(`\n],"heads":${JSON.stringify(heads)}}\n`);
  });

  router.get('/export.csv', readsQuery, async (request, response) => {
    const filter = toUtc(parseInput(filterSchema, request.query));
    await noteExport(request, 'csv', filter);
    response.setHeader('content-type', 'text/csv; charset=utf-8');
    response.setHeader(
      'content-disposition',
      'attachment; filename="audit.csv"',
    );
    response.write(CSV_HEADER);
    for await (const record of store.walk(filter)) {
      await write(response, recordLine(record));
    }
    response.end();
  });

  async function noteExport(
    request: express.Request,
    format: string,
    filter: object,
  ) {
    const actor = await options.actorOf(request);
    await store.record([
      { ...actor, action: 'audit.exported', after: { format, filter } },
    ]);
  }

  return router;
}

/** Records hold UTC; text compares as time only in one zone and length. */
function toUtc<T extends { from?: string; to?: string }>(filter: T): T {
  return {
    ...filter,
    ...(filter.from && { from: new Date(filter.from).toISOString() }),
    ...(filter.to && { to: new Date(filter.to).toISOString() }),
  };
}

async function write(response: express.Response, text: string): Promise<void> {
  if (!response.write(text)) {
    await new Promise<void>(resolve => {
      const done = () => {
        response.off('drain', done);
        response.off('close', done);
        resolve();
      };
      response.once('drain', done);
      response.once('close', done);
    });
  }
}
