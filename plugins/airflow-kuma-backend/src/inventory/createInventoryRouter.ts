import {
  inventoryReadPermission,
  sourceAdministerPermission,
  SourceReference,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { InputError } from '@backstage/errors';
import { Request, Response, Router } from 'express';
import { DeclaredReader } from '../graph/declared/DeclaredReader';
import { EdgeReader } from '../graph/EdgeReader';
import { readsQuery, strictRouter } from '../http/strictRouter';
import { RoomContext } from '../RoomContext';
import { SourceControl } from '../sync';
import { authorizeCaller } from './authorizeCaller';
import { CatalogClaims } from './catalog/CatalogClaims';
import { CatalogInventories, TaggedAnswer } from './catalog/CatalogInventories';
import { FailureStore } from '../sync/failures/FailureStore';
import { DetailsService } from './details/DetailsService';
import { FailureViewer } from './details/FailureViewer';
import { FindingsService } from './FindingsService';
import { InventoryService, TableReader } from './InventoryService';
import { parseQuery, refQuery, runsQuery, tableQuery } from './parseQuery';

/** Routes that read the inventory, and those that steer its sources. */
export function createInventoryRouter(
  context: RoomContext & { inventory: TableReader; sources: SourceControl },
  graph: { edges: EdgeReader; declared: DeclaredReader },
): Router {
  const { edges, declared } = graph;
  const { httpAuth, inventory, permissionsRegistry, sources } = context;
  permissionsRegistry.addPermissions([
    inventoryReadPermission,
    sourceAdministerPermission,
  ]);
  const tables = InventoryService.create({ inventory, edges });
  const details = DetailsService.create({
    inventory,
    edges,
    failures: new FailureViewer(FailureStore.create(context.database)),
  });
  const catalog = CatalogInventories.create({ inventory, declared });
  const claims = CatalogClaims.create(context);
  const findings = new FindingsService(context.inventory);
  const reader = async (request: Request) => {
    return authorizeCaller(request, inventoryReadPermission, context);
  };

  const router = strictRouter();
  router.get('/sources', async (request, response) => {
    const { visible } = await reader(request);
    const statuses = await inventory.sources();
    response.json({ items: await claims.addTo(statuses, visible) });
  });
  // Names of proxies and identities that the catalog may hide from others.
  router.get('/findings', async (request, response) => {
    await authorizeCaller(request, sourceAdministerPermission, context);
    response.json({ items: await findings.all() });
  });
  router.post('/sources/:kind/:name/confirm', async (request, response) => {
    await authorizeCaller(request, sourceAdministerPermission, context);
    await sources.confirm(sourceOf(request));
    response.status(204).end();
  });
  router.post('/sources/:kind/:name/refresh', async (request, response) => {
    await authorizeCaller(request, sourceAdministerPermission, context);
    await sources.refresh(sourceOf(request));
    response.status(204).end();
  });

  router.get('/dags', readsQuery, async (request, response) => {
    const { visible } = await reader(request);
    const query = parseQuery(tableQuery, request.query);
    response.json(await tables.dags(query, visible));
  });
  router.get('/services', readsQuery, async (request, response) => {
    const { visible } = await reader(request);
    const query = parseQuery(tableQuery, request.query);
    response.json(await tables.services(query, visible));
  });
  router.get('/filters', async (request, response) => {
    const { visible } = await reader(request);
    response.json(await tables.filters(visible));
  });

  router.get('/dag', readsQuery, async (request, response) => {
    const { visible } = await reader(request);
    const { ref } = parseQuery(refQuery, request.query);
    response.json(await details.dag(ref, visible));
  });
  router.get('/dag/runs', readsQuery, async (request, response) => {
    const { visible } = await reader(request);
    const query = parseQuery(runsQuery, request.query);
    response.json(await details.runs(query, visible));
  });
  router.get('/service', readsQuery, async (request, response) => {
    const { visible } = await reader(request);
    const { ref } = parseQuery(refQuery, request.query);
    response.json(await details.service(ref, visible));
  });

  // For the catalog module alone: it sees everything, whoever may see it later.
  router.get('/inventory/airflow/:name', async (request, response) => {
    await httpAuth.credentials(request, { allow: ['service'] });
    sendTagged(request, response, await catalog.airflow(request.params.name));
  });
  router.get('/inventory/kuma/:name', async (request, response) => {
    await httpAuth.credentials(request, { allow: ['service'] });
    sendTagged(request, response, await catalog.kuma(request.params.name));
  });
  return router;
}

function sourceOf(request: Request): SourceReference {
  const { kind, name } = request.params;
  if (kind !== 'airflow' && kind !== 'kuma') {
    throw new InputError('The kind of a source is airflow or kuma');
  }
  return { kind, name };
}

function sendTagged(
  request: Request,
  response: Response,
  answer: TaggedAnswer,
): void {
  response.setHeader('ETag', answer.etag);
  if (request.headers['if-none-match'] === answer.etag) {
    response.status(304).end();
    return;
  }
  response.type('application/json').send(answer.body);
}
