import { Graph } from './subset';

/** Groups of nodes that are connected, directly or through others. */
export function components(graph: Graph): number[][] {
  const seen = new Set<number>();
  const groups: number[][] = [];
  for (const start of graph.keys()) {
    if (seen.has(start)) continue;
    const group: number[] = [];
    const waiting = [start];
    seen.add(start);
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      group.push(node);
      for (const next of graph[node]) {
        if (seen.has(next)) continue;
        seen.add(next);
        waiting.push(next);
      }
    }
    groups.push(group.sort((a, b) => a - b));
  }
  return groups;
}
