import {
  edgeHealth,
  GraphAnswer,
  GraphEdge,
  GraphNode,
  counted,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { deniedInWords } from '../../edges/deniedInWords';
import { EDGE_STATES } from '../../components/status/edgeStates';
import { totalsInWords } from '../totalsInWords';
import { statesInWords } from './groupWords';

/** What kinds of nodes are called. */
export const NODE_KINDS: Record<GraphNode['kind'], string> = {
  dag: 'DAG',
  service: 'service',
  'external-service': 'external service',
  identity: 'workload identity',
  group: 'group',
  unresolved: 'unknown service',
};

/** How many lines leave and reach each node. */
export type Degrees = Map<string, { out: number; in: number }>;

/**
 * Counted once for all nodes: a count per node would take nodes × lines. Lines
 * of what is inside an open group leave and reach that too.
 */
export function degreesOf({
  nodes,
  edges,
}: {
  nodes: Pick<GraphNode, 'id' | 'parent'>[];
  edges: Pick<GraphEdge, 'source' | 'target'>[];
}): Degrees {
  const degrees: Degrees = new Map();
  const at = (id: string) => {
    let known = degrees.get(id);
    if (!known) degrees.set(id, (known = { out: 0, in: 0 }));
    return known;
  };
  const parents = new Map(nodes.map(({ id, parent }) => [id, parent]));
  const withGroup = (id: string) => [id, parents.get(id) ?? []].flat();
  for (const { source, target } of edges) {
    for (const id of withGroup(source)) at(id).out += 1;
    for (const id of withGroup(target)) at(id).in += 1;
  }
  return degrees;
}

/** A node in words, for screen readers and for the title on hover. */
export function describeNode(node: GraphNode, degrees: Degrees): string {
  const outgoing = degrees.get(node.id)?.out ?? 0;
  const incoming = degrees.get(node.id)?.in ?? 0;
  return [
    `${node.label}, ${NODE_KINDS[node.kind]}`,
    node.contains ? `${node.sublabel} inside` : node.sublabel,
    node.worst && `worst state: ${EDGE_STATES[node.worst].label.toLowerCase()}`,
    node.kind === 'group' && statesInWords(node),
    outgoing > 0 && `${counted(outgoing, 'line')} out`,
    incoming > 0 && `${counted(incoming, 'line')} in`,
  ]
    .filter(Boolean)
    .join(', ');
}

/** An edge in words. */
export function describeEdge(
  edge: GraphEdge,
  labels: Map<string, string>,
): string {
  const from = labels.get(edge.source) ?? edge.source;
  const to = labels.get(edge.target) ?? edge.target;
  const verb = { access: 'calls', dag: 'starts', 'runs-as': 'runs as' }[
    edge.kind
  ];
  return [
    `${from} ${verb} ${to}`,
    edge.total > 1 && `${edge.total} edges`,
    edge.state && EDGE_STATES[edge.state].label.toLowerCase(),
    deniedInWords(edge),
    edge.edge && edgeHealth(edge.edge.observed)?.words,
    edge.change && edge.change !== 'same' && edge.change,
  ]
    .filter(Boolean)
    .join(', ');
}

/** What is shown, in a sentence. */
export function describeGraph(answer: GraphAnswer): string {
  const { totals, nodes, edges } = answer;
  const shown = `${counted(nodes.length, 'node')} and ${counted(
    edges.length,
    'line',
  )}`;
  return `${shown}, standing for ${totalsInWords(totals)}`;
}

/** Names of all nodes of a picture. */
export function labelsOf(nodes: GraphNode[]): Map<string, string> {
  return new Map(nodes.map(({ id, label }) => [id, label]));
}
