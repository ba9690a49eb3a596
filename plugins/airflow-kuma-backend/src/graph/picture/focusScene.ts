import { Scene } from './Scene';

/** The neighbourhood of some nodes, by steps along any edge in any direction. */
export function focusScene(
  scene: Scene,
  focus: string[] | undefined,
  depth: number,
): Scene {
  if (!focus?.length) return scene;
  const neighbours = neighboursOf(scene);
  const reached = new Set(focus.filter(id => scene.nodes.has(id)));
  let edge = [...reached];
  for (let step = 0; step < depth && edge.length; step += 1) {
    const next: string[] = [];
    for (const id of edge) {
      for (const neighbour of neighbours.get(id) ?? []) {
        if (reached.has(neighbour)) continue;
        reached.add(neighbour);
        next.push(neighbour);
      }
    }
    edge = next;
  }
  const inside = (item: { source: string; target: string }) =>
    reached.has(item.source) && reached.has(item.target);
  return {
    nodes: new Map([...scene.nodes].filter(([id]) => reached.has(id))),
    edges: scene.edges.filter(inside),
    links: scene.links.filter(inside),
  };
}

function neighboursOf(scene: Scene): Map<string, string[]> {
  const neighbours = new Map<string, string[]>();
  const add = (from: string, to: string) => {
    const known = neighbours.get(from);
    if (known) known.push(to);
    else neighbours.set(from, [to]);
  };
  const both = (a: string, b: string) => {
    add(a, b);
    add(b, a);
  };
  for (const { source, target } of [...scene.edges, ...scene.links]) {
    both(source, target);
  }
  // An identity in the middle is no step of its own.
  for (const { source, target, edge } of scene.edges) {
    for (const dag of edge.caller?.couldBe ?? []) {
      both(dag, source);
      both(dag, target);
    }
  }
  return neighbours;
}
