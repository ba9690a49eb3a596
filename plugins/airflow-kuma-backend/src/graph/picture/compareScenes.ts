import { Edge } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { Scene, SceneEdge } from './Scene';

/** The scene of now with what was there then, each edge marked by what happened to it. */
export function compareScenes(now: Scene, then: Scene): Scene {
  const before = new Map(then.edges.map(item => [edgeKey(item), item]));
  const edges: SceneEdge[] = [];
  for (const item of now.edges) {
    const key = edgeKey(item);
    const old = before.get(key);
    before.delete(key);
    edges.push({ ...item, change: changeOf(item.edge, old?.edge) });
  }
  for (const old of before.values()) edges.push({ ...old, change: 'removed' });
  const nodes = new Map(now.nodes);
  for (const { source, target, change } of edges) {
    if (change !== 'removed') continue;
    for (const id of [source, target]) {
      const node = then.nodes.get(id);
      if (node && !nodes.has(id)) nodes.set(id, node);
    }
  }
  return { nodes, edges, links: now.links };
}

function changeOf(now: Edge, then: Edge | undefined): SceneEdge['change'] {
  if (!then) return 'added';
  const same =
    now.state === then.state &&
    now.permitted.outcome === then.permitted.outcome &&
    now.declared.length > 0 === then.declared.length > 0 &&
    now.grants.length === then.grants.length;
  return same ? 'same' : 'changed';
}

function edgeKey({ source, target }: SceneEdge): string {
  return `${source} ${target}`;
}
