import {
  edgeHealth,
  GraphEdge,
  GraphNode,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { EDGE_STATES } from '../../components/status/edgeStates';
import { deniedInWords } from '../../edges/deniedInWords';
import { openGroups } from '../canvas/toFlowNodes';

/** What is shown as a Mermaid flowchart. */
export function toMermaid(nodes: GraphNode[], edges: GraphEdge[]): string {
  const ids = new Map(nodes.map((node, index) => [node.id, `n${index}`]));
  const open = openGroups(nodes);
  const shape = (node: GraphNode) => {
    const text = `"${escape(
      [node.label, node.sublabel].filter(Boolean).join(' – '),
    )}"`;
    const id = ids.get(node.id);
    if (node.kind === 'group') return `${id}[[${text}]]`;
    if (node.kind === 'identity') return `${id}{{${text}}}`;
    return node.kind === 'dag' ? `${id}[${text}]` : `${id}([${text}])`;
  };
  const lines = ['flowchart LR'];
  for (const group of nodes.filter(node => open.has(node.id))) {
    lines.push(`  subgraph ${ids.get(group.id)}["${escape(group.label)}"]`);
    for (const node of nodes) {
      if (node.parent === group.id) lines.push(`    ${shape(node)}`);
    }
    lines.push('  end');
  }
  for (const node of nodes) {
    const drawn = open.has(node.id) || (node.parent && open.has(node.parent));
    if (!drawn) lines.push(`  ${shape(node)}`);
  }
  for (const edge of edges) {
    const text = [
      edge.total > 1 && `${edge.total}×`,
      edge.state && EDGE_STATES[edge.state].label,
      edge.kind === 'runs-as' && 'runs as',
      deniedInWords(edge),
      edge.edge && edgeHealth(edge.edge.observed)?.words,
    ]
      .filter(Boolean)
      .join(' ');
    const arrow = edge.state === 'aligned' || !edge.state ? '-->' : '-.->';
    lines.push(
      `  ${ids.get(edge.source)} ${arrow}${
        text ? `|"${escape(text)}"|` : ''
      } ${ids.get(edge.target)}`,
    );
  }
  return `${lines.join('\n')}\n`;
}

/**
 * Mermaid reads `#quot;` as a quote, and texts as HTML; everything else that
 * could end a text goes too.
 */
function escape(text: string): string {
  return text
    .replace(/#/g, '#35;')
    .replace(/"/g, '#quot;')
    .replace(/</g, '#lt;')
    .replace(/>/g, '#gt;')
    .replace(/[\r\n]+/g, ' ');
}
