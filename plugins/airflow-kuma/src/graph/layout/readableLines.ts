import {
  GraphEdge,
  GraphNode,
  EDGE_STATES,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/** With more lines than this for each box, a picture is a ball of wool. */
const DENSE = 3;
/** What is drawn of such a picture, for each box. */
const READABLE = 1.5;
/** A picture of few boxes bears more. */
const ALWAYS_READABLE = 40;
/** Every box keeps at least this many of its lines. */
const LINES_KEPT = 1;

/** After everything that touches what is in an open group. */
const BESIDE_OPEN_GROUPS = 100;

/** What of the lines is drawn, and what is not until somebody asks. */
export type ReadableLines = { drawn: GraphEdge[]; left: GraphEdge[] };

/**
 * Where everything calls everything, draws the lines that people should look
 * at: those of open groups, there what changed, then the worst states, then the
 * heaviest bundles, and some of every box. The others are counted, and come
 * when their box is selected.
 */
export function readableLines(
  nodes: GraphNode[],
  edges: GraphEdge[],
): ReadableLines {
  if (edges.length <= Math.max(ALWAYS_READABLE, DENSE * nodes.length)) {
    return { drawn: edges, left: [] };
  }
  const room = Math.max(ALWAYS_READABLE, READABLE * nodes.length);
  const members = new Set(
    nodes.filter(({ parent }) => parent !== undefined).map(({ id }) => id),
  );
  const rankOf = (edge: GraphEdge) =>
    members.size === 0 || members.has(edge.source) || members.has(edge.target)
      ? severityOf(edge)
      : severityOf(edge) + BESIDE_OPEN_GROUPS;
  const ranked = edges
    .map(edge => ({ edge, rank: rankOf(edge) }))
    .sort((a, b) => a.rank - b.rank || b.edge.total - a.edge.total)
    .map(({ edge }) => edge);
  const chosen = new Set<GraphEdge>();
  const kept = new Map<string, number>();
  for (const edge of ranked) {
    const { source, target } = edge;
    const least = Math.min(kept.get(source) ?? 0, kept.get(target) ?? 0);
    if (least >= LINES_KEPT) continue;
    chosen.add(edge);
    for (const id of [source, target]) kept.set(id, (kept.get(id) ?? 0) + 1);
  }
  for (const edge of ranked) {
    if (chosen.size >= room) break;
    chosen.add(edge);
  }
  return {
    drawn: edges.filter(edge => chosen.has(edge)),
    left: edges.filter(edge => !chosen.has(edge)),
  };
}

function severityOf({ change, state }: GraphEdge): number {
  if (change && change !== 'same') return -1;
  return state ? EDGE_STATES.indexOf(state) : EDGE_STATES.length;
}
