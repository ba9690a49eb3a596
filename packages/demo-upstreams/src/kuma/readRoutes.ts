import { Request, Response, Router } from 'express';
import { reply } from '../http/reply';
import { config } from './config';
import { replyError, replyForbidden, replyNoMesh, replyNoPage } from './errors';
import { filterResources } from './filter';
import { servedTypes } from './goneRoutes';
import type { KumaState } from './KumaState';
import {
  dataplaneInsights,
  dataplaneOverview,
  globalInsight,
  index,
  meshInsight,
  serviceInsights,
  zoneInsights,
  zoneOverviews,
} from './overviews';
import { replyPage } from './page';
import { ResourceType, resourceTypes } from './resourceTypes';
import { Resource } from './types';

/** Everything that is the same for all kinds: the index, discovery, lists, single resources. */
export function readRoutes(state: KumaState): Router {
  const routes = Router();
  const types = resourceTypes(state.version);

  routes.get('/', (_, response) => reply(response, { body: index(state) }));
  routes.get('/config', (_, response) => {
    if (state.hidesConfig) {
      replyForbidden(response, 'control-plane metadata');
      return;
    }
    reply(response, { body: config(state) });
  });
  routes.get('/_resources', (_, response) =>
    reply(response, {
      body: {
        resources: servedTypes(state).map(type => ({
          ...type,
          readOnly: type.readOnly || state.readOnly,
        })),
      },
    }),
  );
  routes.get(['/global-insight', '/global-insights'], (_, response) =>
    reply(response, { body: globalInsight(state) }),
  );
  routes.get('/zones/_overview', (request, response) =>
    replyPage(request, response, zoneOverviews(state)),
  );
  routes.get('/_kri/:kri', (request, response) => {
    const found = types
      .flatMap(type => state.store.list(type.name))
      .find(resource => resource.kri === request.params.kri);
    replyOne(response, found);
  });
  routes.get(
    ['/dataplanes/_overview', '/meshes/:mesh/dataplanes/_overview'],
    inMesh(state, (request, response, mesh) =>
      replyPage(
        request,
        response,
        filterResources(request, state.store.list('Dataplane', mesh?.name)).map(
          proxy => dataplaneOverview(state, proxy),
        ),
      ),
    ),
  );
  routes.get(
    '/meshes/:mesh/dataplanes/:name/_overview',
    withResource(state, 'Dataplane', proxy => dataplaneOverview(state, proxy)),
  );
  for (const type of types) {
    const list = (request: Request, response: Response, mesh?: Resource) =>
      replyPage(
        request,
        response,
        filterResources(request, resourcesOf(state, type, mesh)),
      );
    const one = (request: Request, response: Response, mesh?: Resource) =>
      replyOne(
        response,
        resourcesOf(state, type, mesh).find(
          ({ name }) => name === request.params.name,
        ),
      );
    routes.get(`/${type.path}`, (request, response) => list(request, response));
    if (type.scope === 'Mesh') {
      routes.get(`/meshes/:mesh/${type.path}`, inMesh(state, list));
      routes.get(`/meshes/:mesh/${type.path}/:name`, inMesh(state, one));
    } else {
      routes.get(`/${type.path}/:name`, (request, response) =>
        one(request, response),
      );
    }
  }
  return routes;
}

/** Answers with what a resource of the mesh, named in the path, looks like. */
export function withResource(
  state: KumaState,
  type: string,
  show: (resource: Resource) => unknown,
) {
  return inMesh(state, (request, response, mesh) => {
    const found = state.store.get(type, mesh?.name, request.params.name);
    replyOne(response, found && show(found));
  });
}

/** Refuses requests for a mesh that does not exist. */
export function inMesh(
  state: KumaState,
  handle: (request: Request, response: Response, mesh?: Resource) => void,
) {
  return (request: Request, response: Response) => {
    const name = request.params.mesh;
    const mesh = name ? state.store.get('Mesh', undefined, name) : undefined;
    if (name && !mesh) {
      replyNoMesh(response);
      return;
    }
    handle(request, response, mesh);
  };
}

export function replyOne(response: Response, found: unknown): void {
  if (found === undefined) {
    replyError(response, 404, 'Could not retrieve a resource', 'Not found');
    return;
  }
  reply(response, { body: found });
}

export function noPage(_: Request, response: Response): void {
  replyNoPage(response);
}

/** Stored resources, or what the control plane computes for the kinds that nobody writes. */
function resourcesOf(
  state: KumaState,
  type: ResourceType,
  mesh?: Resource,
): Resource[] {
  const meshes = mesh ? [mesh] : state.store.list('Mesh');
  switch (type.name) {
    case 'Zone':
      return zoneOverviews(state).map(({ zone, zoneInsight: _, ...meta }) => ({
        ...meta,
        type: 'Zone',
        ...zone,
      }));
    case 'DataplaneInsight':
      return dataplaneInsights(state, mesh?.name);
    case 'ZoneInsight':
      return zoneInsights(state);
    case 'MeshInsight':
      return state.store.list('Mesh').map(each => meshInsight(state, each));
    case 'ServiceInsight':
      return meshes.flatMap(each => serviceInsights(state, each));
    default:
      return state.store.list(type.name, mesh?.name);
  }
}
