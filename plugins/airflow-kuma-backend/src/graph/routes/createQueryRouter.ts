import { InputError, NotFoundError } from '@backstage/errors';
import express, { Router as ExpressRouter } from 'express';
import { z } from 'zod';
import { readsQuery, strictRouter } from '../../http/strictRouter';
import { InventoryReader } from '../../sync/InventoryReader';
import { DefaultEdgeReader } from '../DefaultEdgeReader';
import { findDenials } from '../queries/denials';
import { findImpact } from '../queries/impact';
import { findPath } from '../queries/path';
import { pageOf, whatReaches } from '../queries/reach';
import { Caller, CallerReader } from './CallerReader';
import { parseQuery } from './graphQuery';

const ref = z.string().min(1).max(500);
const reachSchema = z.strictObject({
  to: ref.optional(),
  from: ref.optional(),
  offset: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(500).default(100),
});
const pathSchema = z.strictObject({ source: ref, destination: ref });
const denialsSchema = z.strictObject({ service: ref });
const impactSchema = z.object({
  controlPlane: z.string().min(1).max(200),
  mesh: z.string().min(1).max(200),
  add: z.array(z.string().max(65_536)).max(50).optional(),
  remove: z
    .array(
      z.object({
        kind: z.enum(['MeshTrafficPermission', 'TrafficPermission']),
        name: z.string().min(1).max(253),
      }),
    )
    .max(50)
    .optional(),
});

/** Questions that people ask of the graph: who can reach, how, and what if. */
export function createQueryRouter(options: {
  edges: DefaultEdgeReader;
  inventory: InventoryReader;
  callers: CallerReader;
}): ExpressRouter {
  const { edges, inventory, callers: readers } = options;
  const router = strictRouter();

  router.get('/graph/reach', readsQuery, async (request, response) => {
    const caller = await readers.read(request);
    const { to, from, ...page } = parseQuery(reachSchema, request.query);
    if ((to === undefined) === (from === undefined)) {
      throw new InputError('Give one of to (a service) and from (a DAG)');
    }
    const set = await edges.edgeSet();
    if (to === undefined) {
      const dag = pick(set.facts.dags, from!, caller);
      response.json(pageOf(whatReaches(set, dag, caller.visible), page));
      return;
    }
    const service = pick(set.facts.services, to, caller);
    const { dags, unknown, callers } = await edges.mayCall(
      service,
      caller.visible,
    );
    response.json({ ...pageOf({ items: dags, unknown }, page), callers });
  });

  router.get('/graph/path', readsQuery, async (request, response) => {
    const caller = await readers.read(request);
    const { source, destination } = parseQuery(pathSchema, request.query);
    const { facts } = await edges.edgeSet();
    const dag = pick(facts.dags, source, caller);
    const service = pick(facts.services, destination, caller);
    response.json(findPath(facts, dag, service, caller.visible));
  });

  router.get('/graph/denials', readsQuery, async (request, response) => {
    const caller = await readers.read(request);
    const { service } = parseQuery(denialsSchema, request.query);
    const set = await edges.edgeSet();
    response.json(
      await findDenials(
        set,
        pick(set.facts.services, service, caller),
        caller.visible,
      ),
    );
  });

  router.post('/graph/impact', express.json(), async (request, response) => {
    const { visible } = await readers.read(request);
    const query = parseQuery(impactSchema, request.body);
    const snapshot = await inventory.meshSnapshot(query);
    if (!snapshot) {
      throw new NotFoundError(`No mesh ${query.controlPlane}/${query.mesh}`);
    }
    response.json(
      await findImpact(await edges.edgeSet(), snapshot, query, visible),
    );
  });

  return router;
}

/** What the catalog hides is answered like what is not there. */
function pick<T extends { ref: string }>(
  items: T[],
  wanted: string,
  { visible }: Caller,
): T {
  const found = visible.has(wanted) && items.find(item => item.ref === wanted);
  if (!found) throw new NotFoundError(`No entity ${wanted}`);
  return found;
}
