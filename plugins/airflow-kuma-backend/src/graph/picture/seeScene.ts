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
  const edges = scene.edges.filter(({ source, target, edge }) => {
    if (!nodes.has(source)) return false;
    if (edge.service) return nodes.has(target);
    const unresolved = scene.nodes.get(target);
    if (unresolved) nodes.set(target, unresolved);
    return true;
  });
  const links = scene.links.filter(
    ({ source, target }) => nodes.has(source) && nodes.has(target),
  );
  return { nodes, edges, links };
}
