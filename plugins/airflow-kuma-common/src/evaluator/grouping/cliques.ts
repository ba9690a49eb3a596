import { Graph } from './subset';

/**
 * Maximal cliques of a graph (Bron and Kerbosch, with a pivot): groups whose
 * members all touch one another, so groups overlap. `undefined` where there are
 * more than the limit, which no control plane would come through either.
 */
export function maximalCliques(
  graph: Graph,
  limit: number,
): number[][] | undefined {
  const cliques: number[][] = [];
  let steps = 0;

  function extend(
    clique: number[],
    candidates: Set<number>,
    excluded: Set<number>,
  ): boolean {
    steps++;
    if (steps > limit) return false;
    if (candidates.size === 0 && excluded.size === 0) {
      cliques.push([...clique].sort((a, b) => a - b));
      return true;
    }
    const pivot = pivotOf(graph, candidates, excluded);
    for (const node of [...candidates]) {
      if (graph[pivot].has(node)) continue;
      const common = (nodes: Set<number>) =>
        new Set([...nodes].filter(other => graph[node].has(other)));
      if (!extend([...clique, node], common(candidates), common(excluded))) {
        return false;
      }
      candidates.delete(node);
      excluded.add(node);
    }
    return true;
  }

  return extend([], new Set(graph.keys()), new Set()) ? cliques : undefined;
}

function pivotOf(
  graph: Graph,
  candidates: Set<number>,
  excluded: Set<number>,
): number {
  let pivot = -1;
  let most = -1;
  for (const node of [...candidates, ...excluded]) {
    let count = 0;
    for (const other of graph[node]) if (candidates.has(other)) count++;
    if (count > most) {
      pivot = node;
      most = count;
    }
  }
  return pivot;
}
