import { Router as ExpressRouter } from 'express';
import { readsQuery, strictRouter } from '../../http/strictRouter';
import { DefaultEdgeReader } from '../DefaultEdgeReader';
import { CallerReader } from './CallerReader';
import { GraphAnswers } from './GraphAnswers';
import { parseGraphQuery } from './graphQuery';

/** `GET /graph` and the questions that people ask of it. */
export function createGraphRouter(options: {
  edges: DefaultEdgeReader;
  callers: CallerReader;
  /** Ends work that goes on after an answer. */
  signal?: AbortSignal;
}): ExpressRouter {
  const { edges, callers } = options;
  const answers = new GraphAnswers(edges, options);
  const router = strictRouter();

  router.get('/graph', readsQuery, async (request, response) => {
    const { visible } = await callers.read(request);
    const query = parseGraphQuery(request.query);
    const tag = await answers.tag(query, visible);
    response.set('ETag', `"${tag}"`);
    // Answers differ by caller: no shared cache may keep them.
    response.set('Cache-Control', 'private, no-cache');
    if (request.fresh) {
      response.status(304).end();
      return;
    }
    response.type('json').send(await answers.answer(tag, query, visible));
  });

  return router;
}
