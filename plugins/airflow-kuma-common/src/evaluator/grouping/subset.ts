/** Tags that a `from` item wants of a caller; empty means every caller. */
export type Subset = readonly (readonly [key: string, value: string])[];

/**
 * Whether a caller could fall under both (Subset.Intersect in
 * `rules/subsetutils/subset.go`): no key with two different values.
 */
export function intersect(a: Subset, b: Subset): boolean {
  if (a.length === 0 || b.length === 0) return true;
  return a.every(([key, value]) =>
    b.every(
      ([otherKey, otherValue]) => key !== otherKey || value === otherValue,
    ),
  );
}

/** The same text for subsets with the same tags in any order. */
export function subsetKey(subset: Subset): string {
  return JSON.stringify([...subset].map(pair => JSON.stringify(pair)).sort());
}

/** Nodes and, for each, the nodes that it intersects with. */
export type Graph = ReadonlySet<number>[];

/** The graph of subsets, with an edge wherever two intersect. */
export function graphOf(subsets: Subset[]): Graph {
  const graph = subsets.map(() => new Set<number>());
  for (let a = 0; a < subsets.length; a++) {
    for (let b = a + 1; b < subsets.length; b++) {
      if (!intersect(subsets[a], subsets[b])) continue;
      graph[a].add(b);
      graph[b].add(a);
    }
  }
  return graph;
}
