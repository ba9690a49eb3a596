import { json, Router } from 'express';
import { reply } from '../http/reply';
import { KumaState } from './KumaState';
import { Resource } from './types';

/**
 * Lets whoever tries out the demo change the mesh as somebody with other means
 * than the portal would: `PUT /__demo/resources` writes any resource as it is
 * given, a Mesh without mTLS among them. On loopback, as all of the stand-in.
 */
export function demoResources(state: KumaState): Router {
  const routes = Router();
  routes.put('/__demo/resources', json(), (request, response) => {
    const resource = request.body as Resource | undefined;
    if (!resource?.type || !resource.name) {
      reply(response, {
        status: 400,
        body: { detail: 'Give a resource with its type and name.' },
      });
      return;
    }
    state.applyDirectly(resource);
    reply(response, { status: 200, body: resource });
  });
  return routes;
}
