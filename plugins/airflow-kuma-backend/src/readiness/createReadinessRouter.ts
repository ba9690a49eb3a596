import { Router as ExpressRouter } from 'express';
import { z } from 'zod';
import { CallerReader } from '../graph/routes/CallerReader';
import { parseQuery } from '../graph/routes/graphQuery';
import { readsQuery, strictRouter } from '../http/strictRouter';
import { ReadinessService } from './ReadinessService';
import { toCsv } from './toCsv';

const name = z.string().min(1).max(200);
const meshSchema = z.strictObject({ controlPlane: name, mesh: name });

/** `GET /readiness`, `/readiness/meshes` and `/readiness/export.csv`. */
export function createReadinessRouter(options: {
  service: ReadinessService;
  callers: CallerReader;
}): ExpressRouter {
  const { service, callers } = options;
  const router = strictRouter();

  router.get('/readiness', readsQuery, async (request, response) => {
    const { visible } = await callers.read(request);
    const key = parseQuery(meshSchema, request.query);
    response.json(await service.answer(key, visible));
  });

  router.get('/readiness/meshes', async (request, response) => {
    const { visible } = await callers.read(request);
    response.json({ items: await service.meshes(visible) });
  });

  router.get('/readiness/export.csv', readsQuery, async (request, response) => {
    const { visible } = await callers.read(request);
    const key = parseQuery(meshSchema, request.query);
    const answer = await service.answer(key, visible);
    response.setHeader('content-type', 'text/csv; charset=utf-8');
    response.setHeader(
      'content-disposition',
      'attachment; filename="ready-for-3.0.csv"',
    );
    response.send(toCsv(answer));
  });

  return router;
}
