import { GraphEdge } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/** What stands out when something is selected. */
export type Neighbourhood = { nodes: Set<string>; edges: Set<string> };

/** The selected node or line with everything that touches it. */
export function neighboursOf(
  edges: Pick<GraphEdge, 'id' | 'source' | 'target'>[],
  selected: string | undefined,
): Neighbourhood | undefined {
  if (selected === undefined) return undefined;
  const nodes = new Set<string>([selected]);
  const near = new Set<string>();
  for (const edge of edges) {
    const touches =
      edge.id === selected ||
      edge.source === selected ||
      edge.target === selected;
    if (!touches) continue;
    near.add(edge.id);
    nodes.add(edge.source);
    nodes.add(edge.target);
  }
  return { nodes, edges: near };
}
