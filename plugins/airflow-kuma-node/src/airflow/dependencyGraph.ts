import { z } from 'zod';
import { RawDagDependency } from './types';

/**
 * Airflow's own graph of DAGs, `GET /ui/dependencies`. Not a public API: it
 * may look otherwise, or be gone, in any version.
 */
export const dependencyGraph = z.object({
  nodes: z.array(
    z.object({ id: z.string(), label: z.string(), type: z.string() }),
  ),
  edges: z.array(z.object({ source_id: z.string(), target_id: z.string() })),
});

const MAX_STEPS = 5;

/**
 * Reads DAG to DAG dependencies off the graph, by walking from each DAG
 * through what is not a DAG (an asset, an alias and its asset, a trigger, a
 * sensor) to the next DAGs.
 */
export function dependenciesOfGraph(
  graph: z.infer<typeof dependencyGraph>,
): RawDagDependency[] {
  const nodes = new Map(graph.nodes.map(node => [node.id, node]));
  const targets = new Map<string, string[]>();
  for (const edge of graph.edges) {
    const list = targets.get(edge.source_id);
    if (list) list.push(edge.target_id);
    else targets.set(edge.source_id, [edge.target_id]);
  }
  const found = new Map<string, RawDagDependency>();
  const walk = (
    upstreamDagId: string,
    from: string,
    through: { type: string; label: string } | undefined,
    steps: number,
  ) => {
    for (const id of targets.get(from) ?? []) {
      // A plain DAG at the far end may be no node of the answer.
      const node =
        nodes.get(id) ??
        (id.startsWith('dag:') ? { id, label: id, type: 'dag' } : undefined);
      if (!node || steps > MAX_STEPS) continue;
      if (node.type !== 'dag') {
        walk(upstreamDagId, id, node, steps + 1);
      } else if (through) {
        const dependency: RawDagDependency = {
          upstreamDagId,
          downstreamDagId: id.replace(/^dag:/, ''),
          via:
            through.type === 'trigger' || through.type === 'sensor'
              ? through.type
              : 'asset',
          detail: through.label,
        };
        found.set(JSON.stringify(dependency), dependency);
      }
    }
  };
  const sources = new Set([
    ...graph.nodes.filter(({ type }) => type === 'dag').map(({ id }) => id),
    ...[...targets.keys()].filter(
      id => id.startsWith('dag:') && !nodes.has(id),
    ),
  ]);
  for (const id of sources) walk(id.replace(/^dag:/, ''), id, undefined, 0);
  return [...found.values()];
}
