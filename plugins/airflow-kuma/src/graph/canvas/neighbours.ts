import {
  GraphAnswer,
  GraphEdge,
  GraphNode,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

type Drawn = Pick<GraphAnswer, 'nodes' | 'edges'>;

/** What stands out when something is selected. */
export type Neighbourhood = { nodes: Set<string>; edges: Set<string> };

/**
 * The selected node or line with everything that touches it. Of an open group
 * that is all that is drawn inside it, with its lines.
 */
export function neighboursOf(
  { nodes, edges }: Drawn,
  selected: string | undefined,
): Neighbourhood | undefined {
  if (selected === undefined) return undefined;
  const within = membersOf(nodes, selected);
  const near: Neighbourhood = { nodes: new Set(within), edges: new Set() };
  for (const edge of edges) {
    const touches =
      edge.id === selected ||
      within.has(edge.source) ||
      within.has(edge.target);
    if (!touches) continue;
    near.edges.add(edge.id);
    near.nodes.add(edge.source);
    near.nodes.add(edge.target);
  }
  return near;
}

/** Lines that touch a node, or anything inside an open group. */
export function linesOf({ nodes, edges }: Drawn, id: string): GraphEdge[] {
  const within = membersOf(nodes, id);
  return edges.filter(
    ({ source, target }) => within.has(source) || within.has(target),
  );
}

function membersOf(
  nodes: Pick<GraphNode, 'id' | 'parent'>[],
  id: string,
): Set<string> {
  return new Set([
    id,
    ...nodes.flatMap(node => (node.parent === id ? [node.id] : [])),
  ]);
}
