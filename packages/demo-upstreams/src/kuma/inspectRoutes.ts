import { Router } from 'express';
import { reply } from '../http/reply';
import { kri } from './format';
import { shadowDiff } from './inspectConfig';
import type { KumaState } from './KumaState';
import { inMesh, withResource } from './readRoutes';
import { proxiesBehind } from './refresh';
import { selects } from './selects';
import { Resource } from './types';

/** Kuma's inspect API, as far as the portal looks at it. */
export function inspectRoutes(state: KumaState): Router {
  const routes = Router();

  routes.get(
    '/meshes/:mesh/dataplanes/:name/_layout',
    withResource(state, 'Dataplane', proxy => layout(state, proxy)),
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

function layout(state: KumaState, proxy: Resource): unknown {
  const mesh = proxy.mesh ?? '';
  const workload = proxy.labels?.['kuma.io/workload'];
  const place = state.place(mesh);
  return {
    inbounds: proxy.networking.inbound.map(
      (inbound: { name?: string; port: number; protocol: string }) => {
        const section = inbound.name ?? String(inbound.port);
        return {
          kri: kri('dp', { ...place, name: proxy.name, section }),
          port: inbound.port,
          protocol: inbound.protocol,
          proxyResourceName: `self_inbound_dp_${section}`,
        };
      },
    ),
    kri: proxy.kri,
    labels: proxy.labels,
    listeners: [],
    outbounds: state.store.list('MeshService', mesh).flatMap(service =>
      service.spec.ports.map(
        (port: { name?: string; port: number; appProtocol: string }) => {
          const section = port.name ?? String(port.port);
          const name = kri('msvc', { ...place, name: service.name, section });
          return {
            kri: name,
            port: port.port,
            protocol: port.appProtocol,
            proxyResourceName: name,
          };
        },
      ),
    ),
    ...(workload &&
      state.issuer(mesh).identity && {
        spiffeId: `spiffe://${mesh}.${state.zone}.mesh.local/workload/${workload}`,
      }),
  };
}
