import { KumaResource } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { pathPart } from '../../http/pathPart';
import { HttpClient } from '../../http/types';
import { isUpstreamError, UpstreamError } from '../../http/UpstreamError';
import { KumaClient } from '../KumaClient';
import { resourceRow, writeAnswer } from '../rows';
import { ControlPlaneFacts, PermissionKind } from '../types';
import { isOurs } from './grantLabels';

const KINDS: PermissionKind[] = ['MeshTrafficPermission', 'TrafficPermission'];

/**
 * Reads, writes and deletes single permissions. Before every write it looks
 * at what is there: Kuma keeps no owner of a policy and lets anybody replace
 * any, so not touching what is not ours is up to us.
 */
export function createPermissionWriter(options: {
  http: HttpClient;
  upstream: string;
  facts: () => Promise<ControlPlaneFacts>;
}): {
  get: KumaClient['getPermission'];
  put: KumaClient['putPermission'];
  remove: KumaClient['deletePermission'];
} {
  const { http, upstream } = options;

  async function pathOf(
    kind: string,
    mesh: string,
    name: string,
    action: 'read' | 'write',
  ): Promise<string> {
    const served = KINDS.includes(kind as PermissionKind)
      ? (await options.facts()).kinds[kind]
      : undefined;
    if (!served) {
      throw new UpstreamError({
        upstream,
        kind: 'refused',
        detail: `it has no kind of permission called ${kind}`,
      });
    }
    const path = `/meshes/${pathPart(mesh)}/${served.path}/${pathPart(name)}`;
    if (action === 'write' && served.readOnly) {
      throw new UpstreamError({
        upstream,
        kind: 'read-only',
        detail: `it takes no ${kind} through its API`,
        advice: 'permissions are applied through Git or kubectl there',
      });
    }
    return path;
  }

  async function isOnKubernetes(): Promise<boolean> {
    const { deployment } = await options.facts();
    return deployment?.environment === 'kubernetes';
  }

  const get: KumaClient['getPermission'] = async (permission, callOptions) => {
    const { kind, mesh, name } = permission;
    const path = await pathOf(kind, mesh, name, 'read');
    try {
      return await http.request({
        path,
        schema: resourceRow,
        signal: callOptions?.signal,
      });
    } catch (error) {
      if (isUpstreamError(error, 'not-found')) return undefined;
      // On Kubernetes names are `name.namespace`; any other is a 400, and
      // cannot exist (measured on 2.14.3).
      const isNoName =
        isUpstreamError(error, 'invalid-request') && !name.includes('.');
      if (isNoName && (await isOnKubernetes())) return undefined;
      throw error;
    }
  };

  function refuseUnlessOurs(policy: KumaResource, action: string) {
    if (isOurs(policy)) return;
    throw new UpstreamError({
      upstream,
      kind: 'refused',
      detail: `${policy.type} ${policy.name} in mesh ${policy.mesh} does not carry our label and is not ${action}`,
    });
  }

  return {
    get,

    async put(permission, callOptions) {
      const { type, mesh, name } = permission;
      const kind = type as PermissionKind;
      if (!mesh) {
        throw new UpstreamError({
          upstream,
          kind: 'refused',
          detail: `${type} ${name} names no mesh`,
        });
      }
      refuseUnlessOurs(permission, 'written');
      const path = await pathOf(type, mesh, name, 'write');
      const existing = await get({ kind, mesh, name }, callOptions);
      if (existing) refuseUnlessOurs(existing, 'replaced');
      const { warnings } = await http.request({
        method: 'PUT',
        path,
        body: permission,
        schema: writeAnswer,
        signal: callOptions?.signal,
      });
      return { outcome: existing ? 'updated' : 'created', warnings };
    },

    async remove(permission, callOptions) {
      const { kind, mesh, name } = permission;
      const path = await pathOf(kind, mesh, name, 'write');
      const existing = await get(permission, callOptions);
      if (!existing) return { outcome: 'absent', warnings: [] };
      refuseUnlessOurs(existing, 'deleted');
      try {
        const { warnings } = await http.request({
          method: 'DELETE',
          path,
          schema: writeAnswer,
          signal: callOptions?.signal,
        });
        return { outcome: 'deleted', warnings };
      } catch (error) {
        // Somebody was faster, or our own repeated request already did it.
        if (isUpstreamError(error, 'not-found')) {
          return { outcome: 'absent', warnings: [] };
        }
        throw error;
      }
    },
  };
}
