import { NotFoundError } from '@backstage/errors';
import { Router as ExpressRouter } from 'express';
import { z } from 'zod';
import { CallerReader } from '../graph/routes/CallerReader';
import { parseQuery } from '../graph/routes/graphQuery';
import { readsQuery, strictRouter } from '../http/strictRouter';
import { explain } from './explain';
import { Explainer } from './Explainer';

const querySchema = z.strictObject({
  source: z.string().min(1).max(500),
  destination: z.string().min(1).max(500),
  port: z.coerce.number().int().min(1).max(65535).optional(),
});

/** `GET /explain?source=&destination=&port=` */
export function createExplainRouter(options: {
  explainer: Explainer;
  callers: CallerReader;
}): ExpressRouter {
  const router = strictRouter();
  router.get('/explain', readsQuery, async (request, response) => {
    const { visible } = await options.callers.read(request);
    const question = parseQuery(querySchema, request.query);
    // What the catalog hides is answered like what is not there.
    for (const ref of [question.source, question.destination]) {
      if (!visible.has(ref)) throw new NotFoundError(`No entity ${ref}`);
    }
    const facts = await options.explainer.facts(question);
    response.json(explain(facts, visible));
  });
  return router;
}
