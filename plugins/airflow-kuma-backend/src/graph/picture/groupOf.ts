import { GraphGrouping } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { SceneNode } from './Scene';

/** A group of nodes, closed or open. */
export type SceneGroup = { id: string; label: string };

/**
 * The group of a node. What a node has no value for falls into a group that
 * says so; DAGs know no mesh and services no instance, so each kind keeps the
 * grouping that it has.
 */
export function groupOf(
  node: SceneNode,
  grouping: GraphGrouping,
): SceneGroup | undefined {
  const { traits } = node;
  if (grouping === 'none') return undefined;
  if (node.kind === 'unresolved') {
    return { id: 'group:unresolved', label: 'Not known as services' };
  }
  switch (grouping) {
    case 'dataDomain':
      return group(grouping, traits.dataDomain, 'No data domain');
    case 'environment':
      return group(grouping, traits.environment, 'No environment');
    case 'owner':
      return group(grouping, traits.owner, 'No owner', shortOwner);
    default:
      break;
  }
  if (node.kind === 'dag' || node.kind === 'identity') {
    return group('instance', traits.instance, 'No instance');
  }
  const mesh = `${traits.controlPlane}/${traits.mesh}`;
  return grouping === 'namespace'
    ? group(
        grouping,
        `${mesh}/${traits.namespace ?? ''}`,
        '',
        () => `${traits.mesh} · ${traits.namespace ?? 'no namespace'}`,
      )
    : group('mesh', mesh, '');
}

function group(
  kind: string,
  value: string | undefined,
  none: string,
  labelOf: (value: string) => string = text => text,
): SceneGroup {
  return value
    ? { id: `group:${kind}:${value}`, label: labelOf(value) }
    : { id: `group:${kind}`, label: none };
}

/** `group:default/finance` reads as `finance`. */
function shortOwner(ref: string): string {
  return ref.replace(/^(?:group:|user:)?(?:default\/)?/, '');
}
