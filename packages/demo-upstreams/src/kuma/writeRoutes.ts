import { Router } from 'express';
import { reply } from '../http/reply';
import { replyError, replyInvalid, replyReadOnly, Violation } from './errors';
import { kri, kumaTime } from './format';
import type { KumaState } from './KumaState';
import { computedLabels, sorted } from './labels';
import { inMesh } from './readRoutes';
import { ResourceType, resourceTypes } from './resourceTypes';
import { Resource } from './types';
import { validatePermission } from './validatePermission';
import { validateRequest } from './validateRequest';
import { validateTrafficPermission } from './validateTrafficPermission';

const fromWarning =
  "'from' field is deprecated and will be removed in 3.0, use 'rules' with MeshIdentity (spiffeId) instead";

/** PUT and DELETE of what lives in a mesh. */
export function writeRoutes(state: KumaState): Router {
  const routes = Router();
  const types = resourceTypes(state.version).filter(
    ({ scope }) => scope === 'Mesh',
  );
  // A control plane in read-only mode refuses before it looks at anything.
  routes.use((request, response, next) => {
    const isWrite = request.method === 'PUT' || request.method === 'DELETE';
    if (isWrite && state.readOnly) {
      replyReadOnly(response);
      return;
    }
    next();
  });
  for (const type of types) {
    const path = `/meshes/:mesh/${type.path}/:name`;
    if (type.readOnly) {
      routes.put(path, (_, response) => replyReadOnly(response));
      routes.delete(path, (_, response) => replyReadOnly(response));
      continue;
    }
    routes.put(
      path,
      inMesh(state, (request, response) => {
        const { mesh, name } = request.params;
        const body: Resource = request.body ?? {};
        const found = validateBody(state, type, body);
        if (found.length === 0) {
          found.push(
            ...validateRequest(
              { zone: state.zone, mesh, name, type: type.name },
              body,
            ),
          );
        }
        if (found.length > 0) {
          replyInvalid(response, found);
          return;
        }
        const before = state.store.get(type.name, mesh, name);
        state.applyDirectly(stored(state, type, body, before));
        reply(response, {
          status: before ? 200 : 201,
          body: body.spec?.from?.length ? { warnings: [fromWarning] } : {},
        });
      }),
    );
    routes.delete(
      path,
      inMesh(state, (request, response) => {
        const { mesh, name } = request.params;
        if (!state.deleteDirectly(type.name, mesh, name)) {
          replyError(response, 404, 'Could not delete a resource', 'Not found');
          return;
        }
        if (type.name === 'Dataplane') state.removeDataplane(mesh, name);
        reply(response, { body: {} });
      }),
    );
  }
  return routes;
}

/** What a kind refuses in its own content; other kinds are taken as they are. */
function validateBody(
  state: KumaState,
  type: ResourceType,
  body: Resource,
): Violation[] {
  switch (type.name) {
    case 'MeshTrafficPermission':
      return validatePermission(state.version, body.spec ?? {});
    case 'TrafficPermission':
      return validateTrafficPermission(body);
    default:
      return [];
  }
}

function stored(
  state: KumaState,
  type: ResourceType,
  body: Resource,
  before: Resource | undefined,
): Resource {
  const now = kumaTime(state.now());
  const mesh = body.mesh ?? '';
  const place = { ...state.place(mesh), name: body.name };
  // TrafficPermission has neither computed labels nor a KRI (recorded).
  const isLegacyPermission = type.name === 'TrafficPermission';
  return {
    ...body,
    creationTime: before?.creationTime ?? now,
    modificationTime: now,
    labels: isLegacyPermission
      ? sorted({ 'kuma.io/mesh': mesh, ...body.labels })
      : sorted({ ...computedLabels(place), ...body.labels }),
    ...(type.shortName &&
      !isLegacyPermission && { kri: kri(type.shortName, place) }),
    ...(type.name === 'MeshTrafficPermission' && {
      spec: storedSpec(state, body.spec),
    }),
  };
}

/**
 * 3.0 drops `name` and `namespace` of a targetRef and `from` without a word,
 * so that the policy selects every proxy (scene-targetref-name-widens.json).
 */
function storedSpec(state: KumaState, spec: Resource['spec']): unknown {
  if (state.version === '2.14.3') return spec;
  const { from: _, ...rest } = spec;
  if (!rest.targetRef) return rest;
  const { name: _name, namespace: _namespace, ...targetRef } = rest.targetRef;
  return { ...rest, targetRef };
}
