import {
  GraphEdge,
  GraphNode,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import type { Line } from './toElkGraph';

/** A graph taken apart: what stands alone, and what stands in open groups. */
export type Levels = {
  roots: GraphNode[];
  /** Lines between roots; those of members count for their group, once. */
  rootLines: Line[];
  groups: Map<string, { members: GraphNode[]; lines: Line[] }>;
};

/**
 * Takes open groups out of their surroundings. Each is laid out by itself,
 * which keeps it compact and is faster than ELK's own way with nesting.
 */
export function toLevels(nodes: GraphNode[], edges: GraphEdge[]): Levels {
  const ids = new Set(nodes.map(({ id }) => id));
  const rootOf = new Map<string, string>();
  const roots: GraphNode[] = [];
  const groups: Levels['groups'] = new Map();
  for (const node of nodes) {
    const { id, parent } = node;
    if (parent === undefined || !ids.has(parent)) {
      roots.push(node);
      rootOf.set(id, id);
      continue;
    }
    rootOf.set(id, parent);
    const group = groups.get(parent);
    if (group) group.members.push(node);
    else groups.set(parent, { members: [node], lines: [] });
  }
  const rootLines = new Map<string, Line>();
  for (const { source, target } of edges) {
    const from = rootOf.get(source);
    const to = rootOf.get(target);
    if (from === undefined || to === undefined) continue;
    if (from !== to) {
      rootLines.set(JSON.stringify([from, to]), { source: from, target: to });
    } else if (source !== from && target !== from) {
      groups.get(from)?.lines.push({ source, target });
    }
  }
  return { roots, rootLines: [...rootLines.values()], groups };
}
