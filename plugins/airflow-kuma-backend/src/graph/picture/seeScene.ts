import { visibleEdge } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { VisibleEntities } from '../../inventory/CatalogVisibility';
import { Scene } from './Scene';

/**
 * What the caller may see of a scene. Edges to what they may not see go
 * without a trace: a count of hidden neighbours would tell that they exist.
 */
export function seeScene(scene: Scene, visible: VisibleEntities): Scene {
  const nodes = new Map(
    [...scene.nodes].filter(([, { ref }]) => ref && visible.has(ref)),
  );
  const isVisible = (ref: string) => nodes.has(ref);
  const edges = scene.edges.flatMap(item => {
    const edge = visibleEdge(item.edge, isVisible);
    if (!edge) return [];
    // What has no ref is seen with the edges that it is at.
    for (const id of [item.source, item.target]) {
      const node = scene.nodes.get(id);
      if (node && !node.ref) nodes.set(id, node);
    }
    return edge === item.edge ? [item] : [{ ...item, edge }];
  });
  const inside = (item: { source: string; target: string }) =>
    nodes.has(item.source) && nodes.has(item.target);
  return {
    nodes,
    edges,
    links: scene.links.filter(inside),
  };
}
