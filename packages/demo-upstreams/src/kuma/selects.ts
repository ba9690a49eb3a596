import { hasLabels } from './labels';
import { Resource } from './types';

/**
 * Whether a permission may touch a proxy. Only decides whose sync counters
 * move after a write: it is coarser than the mesh, and no evidence for what
 * the mesh permits.
 */
export function selects(policy: Resource, proxy: Resource): boolean {
  if (policy.mesh !== proxy.mesh) return false;
  if (policy.type === 'TrafficPermission') {
    return policy.destinations.some(
      ({ match }: { match: Record<string, string> }) => hasTags(proxy, match),
    );
  }
  const target = policy.spec?.targetRef ?? { kind: 'Mesh' };
  switch (target.kind) {
    case 'Dataplane':
      return (
        (target.name === undefined || target.name === proxy.name) &&
        hasLabels(proxy.labels, target.labels ?? {})
      );
    case 'MeshService':
      return hasTags(proxy, { 'kuma.io/service': target.name });
    case 'MeshSubset':
      return hasTags(proxy, target.tags ?? {});
    case 'MeshServiceSubset':
      return hasTags(proxy, {
        'kuma.io/service': target.name,
        ...target.tags,
      });
    default:
      return true;
  }
}

export function hasTags(
  proxy: Resource,
  match: Record<string, string>,
): boolean {
  return proxy.networking.inbound.some(
    (inbound: { tags?: Record<string, string> }) =>
      Object.entries(match).every(
        ([key, value]) => value === '*' || inbound.tags?.[key] === value,
      ),
  );
}
