import { Router } from 'express';
import { guiPage } from '../http/landing';
import { reply } from '../http/reply';
import { startServer } from '../http/startServer';
import { StandInOptions, StandInServer } from '../http/types';
import { demoResources } from './demoResources';
import { replyError } from './errors';
import { GoneFromKuma, goneRoutes } from './goneRoutes';
import { inspectRoutes } from './inspectRoutes';
import { KumaState } from './KumaState';
import { noPage, readRoutes } from './readRoutes';
import { KumaVersion, MeshSeed } from './types';
import { writeRoutes } from './writeRoutes';

/**
 * Options of a Kuma control plane's stand-in.
 * @public
 */
export type KumaStandInOptions = StandInOptions & {
  version: KumaVersion;
  meshes: MeshSeed[];
  /** Default `zone-1`. */
  zone?: string;
  readOnly?: boolean;
  /** `defaults.restrictOutbound` of its config, which without it has no such key. */
  restrictOutbound?: boolean | null;
  /** Refuse to tell the config, as to an account without that right. */
  hidesConfig?: boolean;
  /** Endpoints of the version that it does not have any more. */
  gone?: GoneFromKuma[];
  /**
   * A bearer token that counts as an administrator's. Without it everybody is
   * one, as on loopback of a real control plane.
   */
  token?: string;
  /** Refuse requests without a token, as a gateway in front would. */
  requireToken?: boolean;
};

/** @public */
export type KumaStandIn = StandInServer & { state: KumaState };

/**
 * Starts a stand-in for a Kuma control plane (Universal, one zone).
 * @public
 */
export async function startKumaStandIn(
  options: KumaStandInOptions,
): Promise<KumaStandIn> {
  const state = new KumaState({
    version: options.version,
    zone: options.zone ?? 'zone-1',
    now: options.now ?? Date.now,
    meshes: options.meshes,
  });
  state.readOnly = options.readOnly ?? false;
  state.restrictOutbound = options.restrictOutbound;
  state.hidesConfig = options.hidesConfig ?? false;
  state.gone = options.gone ?? [];

  const routes = Router();
  routes.use((_request, _response, next) => {
    state.settle();
    next();
  });
  routes.get(['/gui', '/gui/*'], (request, response) =>
    guiPage(request, response, 'Kuma'),
  );
  routes.use(demoResources(state));
  routes.use(authentication(options));
  routes.use(goneRoutes(state));
  routes.use(writeRoutes(state));
  routes.use(inspectRoutes(state));
  routes.use(readRoutes(state));
  routes.use(noPage);

  const server = await startServer({ ...options, routes });
  return { ...server, state };
}

function authentication(options: KumaStandInOptions): Router {
  const routes = Router();
  const { token, requireToken } = options;
  routes.use((request, response, next) => {
    const given = request.get('authorization');
    const isMissing = given === undefined;
    const isRefused = isMissing ? requireToken : given !== `Bearer ${token}`;
    if (token !== undefined && isRefused && request.path !== '/') {
      replyError(
        response,
        401,
        'Invalid authentication data',
        'Unauthenticated',
      );
      return;
    }
    response.locals.isAdmin = token === undefined || !isMissing;
    next();
  });
  routes.get('/who-am-i', (_, response) =>
    reply(response, {
      body: response.locals.isAdmin
        ? {
            name: 'mesh-system:admin',
            groups: ['mesh-system:admin', 'mesh-system:authenticated'],
          }
        : {
            name: 'mesh-system:anonymous',
            groups: ['mesh-system:unauthenticated'],
          },
    }),
  );
  return routes;
}
