import { Router } from 'express';
import { reply } from '../http/reply';
import { replyError } from './errors';
import { layoutOf, listsOutbounds } from './layout';
import { shadowDiff } from './inspectConfig';
import type { KumaState } from './KumaState';
import { inMesh, replyOne, withResource } from './readRoutes';
import { proxiesBehind } from './refresh';
import { selects } from './selects';
import { Resource } from './types';

/** Kuma's inspect API, as far as the portal looks at it. */
export function inspectRoutes(state: KumaState): Router {
  const routes = Router();

  routes.get(
    '/meshes/:mesh/dataplanes/:name/_layout',
    inMesh(state, (request, response, mesh) => {
      if (!listsOutbounds(state, mesh)) {
        replyError(
          response,
          400,
          'Bad Request',
          "can't use _layout endpoint without meshService enabled",
        );
        return;
      }
      const proxy = state.store.get(
        'Dataplane',
        mesh?.name,
        request.params.name,
      );
      replyOne(response, proxy && layoutOf(state, proxy));
    }),
  );
  routes.get(
    '/meshes/:mesh/dataplanes/:name/_config',
    withResource(state, 'Dataplane', proxy => shadowDiff(state, proxy)),
  );
  const servicePaths = ['_dataplanes'];
  if (state.version === '2.14.3') servicePaths.push('_resources/dataplanes');
  for (const path of servicePaths) {
    routes.get(
      `/meshes/:mesh/meshservices/:name/${path}`,
      withResource(state, 'MeshService', service =>
        short(
          proxiesBehind(service, state.store.list('Dataplane', service.mesh)),
        ),
      ),
    );
  }
  routes.get(
    '/meshes/:mesh/meshservices/:name/_hostnames',
    inMesh(state, (request, response, mesh) => {
      const service = state.store.get(
        'MeshService',
        mesh?.name,
        request.params.name,
      );
      const items = (service?.status.addresses ?? []).map(
        ({ hostname }: { hostname: string }) => ({
          hostname,
          zones: [{ name: state.zone }],
        }),
      );
      // Unlike the others, an empty list for a service that is not there.
      reply(response, { body: { items, total: items.length } });
    }),
  );
  routes.get(
    '/meshes/:mesh/meshtrafficpermissions/:name/_resources/dataplanes',
    withResource(state, 'MeshTrafficPermission', policy =>
      short(
        state.store
          .list('Dataplane', policy.mesh)
          .filter(proxy => selects(policy, proxy)),
      ),
    ),
  );
  return routes;
}

function short(proxies: Resource[]): unknown {
  return {
    items: proxies.map(({ labels, mesh, name, type }) => ({
      labels,
      mesh,
      name,
      type,
    })),
    total: proxies.length,
  };
}
