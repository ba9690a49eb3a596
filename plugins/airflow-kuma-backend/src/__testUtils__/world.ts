import {
  DagRow,
  Edge,
  EdgeCounts,
  GraphAnswer,
  GraphNode,
  ServiceRow,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/** Asks a route of the backend, e.g. `dags?limit=10`. */
export type Ask = (path: string) => Promise<any>;

/** What the pages make of answers: pure functions of the frontend. */
export type PageCounts = {
  countStates(edges: Pick<Edge, 'state'>[]): EdgeCounts;
  toCsv(nodes: GraphAnswer['nodes'], edges: GraphAnswer['edges']): string;
  toMermaid(nodes: GraphAnswer['nodes'], edges: GraphAnswer['edges']): string;
  /** All states of a group, e.g. `beginning in it: 1 blocked, 3 aligned`. */
  statesInWords(node: Pick<GraphNode, 'counts' | 'reached'>): string;
  /** Those as bad as its worst, e.g. `1 blocked, 8 need permission of 50`. */
  worstInWords(node: GraphNode): string;
};

/** Notes where not all said the same about something. */
export type Agree = (about: string, said: Record<string, unknown>) => void;

/** What most places are held against. */
export type World = {
  graph: GraphAnswer;
  /** Every edge, as the picture without groups has it. */
  edges: Edge[];
  dags: DagRow[];
  services: ServiceRow[];
};

export function edgesOf(graph: GraphAnswer): Edge[] {
  return graph.edges.flatMap(({ edge }) => edge ?? []);
}

export function nodeOf({ nodes }: Pick<GraphAnswer, 'nodes'>, id: string) {
  return nodes.find(node => node.id === id);
}

export function statesOf(edges: Pick<Edge, 'state'>[]): EdgeCounts {
  return addedUp(edges.map(({ state }) => ({ [state]: 1 })));
}

export function addedUp(counts: EdgeCounts[]): EdgeCounts {
  const sums: Record<string, number> = {};
  for (const each of counts) {
    for (const [state, count] of Object.entries(each)) {
      sums[state] = (sums[state] ?? 0) + count;
    }
  }
  return sums;
}

export function sumOf(counts: EdgeCounts): number {
  return Object.values(counts).reduce((sum, count) => sum + count, 0);
}
