import {
  GraphAnswer,
  GraphEdge,
  GraphNode,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { EDGE_STATES } from '../../components/status/edgeStates';

/** What kinds of nodes are called. */
export const NODE_KINDS: Record<GraphNode['kind'], string> = {
  dag: 'DAG',
  service: 'service',
  'external-service': 'external service',
  identity: 'workload identity',
  group: 'group',
  unresolved: 'unknown service',
};

/** A node in words, for screen readers and for the title on hover. */
export function describeNode(
  node: GraphNode,
  edges: Pick<GraphEdge, 'source' | 'target'>[],
): string {
  const outgoing = edges.filter(edge => edge.source === node.id).length;
  const incoming = edges.filter(edge => edge.target === node.id).length;
  return [
    `${node.label}, ${NODE_KINDS[node.kind]}`,
    node.contains
      ? `${node.contains.dags} DAGs and ${node.contains.services} services inside`
      : node.sublabel,
    node.worst && `worst state: ${EDGE_STATES[node.worst].label.toLowerCase()}`,
    outgoing > 0 && `${outgoing} edges out`,
    incoming > 0 && `${incoming} edges in`,
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
    edge.change && edge.change !== 'same' && edge.change,
  ]
    .filter(Boolean)
    .join(', ');
}

/** What is shown, in a sentence. */
export function describeGraph(answer: GraphAnswer): string {
  const { totals, nodes, edges } = answer;
  return `${nodes.length} nodes and ${edges.length} lines, standing for ${totals.dags} DAGs, ${totals.services} services and ${totals.edges} dependencies`;
}

/** Names of all nodes of a picture. */
export function labelsOf(nodes: GraphNode[]): Map<string, string> {
  return new Map(nodes.map(({ id, label }) => [id, label]));
}
