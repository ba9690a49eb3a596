import { Router } from 'express';
import { replyNoPage } from './errors';
import type { KumaState } from './KumaState';
import { ResourceType, resourceTypes } from './resourceTypes';

/**
 * Endpoints that newer versions drop. `lists of all meshes`: lists and
 * overviews of what lies in meshes are told of one mesh alone (kumahq/kuma,
 * pkg/api-server of 3.0). `service insights`: kumahq/kuma pull 18376.
 * @public
 */
export type GoneFromKuma =
  | 'lists of all meshes'
  | 'overviews'
  | 'insights'
  | 'service insights';

const KINDS: Partial<Record<GoneFromKuma, string[]>> = {
  insights: ['DataplaneInsight', 'ZoneInsight'],
  'service insights': ['ServiceInsight'],
};

/** The kinds that are left of those of a version. */
export function servedTypes(state: KumaState): ResourceType[] {
  const gone = state.gone.flatMap(each => KINDS[each] ?? []);
  return resourceTypes(state.version).filter(
    ({ name }) => !gone.includes(name),
  );
}

/** Answers to what is gone as to any path that never was. */
export function goneRoutes(state: KumaState): Router {
  const routes = Router();
  const types = resourceTypes(state.version);
  routes.use((request, response, next) => {
    const isGone = state.gone.some(each => isOf(each, request.path, types));
    if (isGone) replyNoPage(response);
    else next();
  });
  return routes;
}

function isOf(gone: GoneFromKuma, path: string, types: ResourceType[]) {
  if (gone === 'overviews') return path.endsWith('/_overview');
  const segments = path.split('/').slice(1);
  if (gone === 'lists of all meshes') {
    const [first] = segments;
    const type = types.find(({ path: own }) => own === first);
    return type?.scope === 'Mesh';
  }
  const paths = types
    .filter(({ name }) => KINDS[gone]?.includes(name))
    .map(type => type.path);
  return segments.some(segment => paths.includes(segment));
}
