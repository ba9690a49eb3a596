import {
  GraphAnswer,
  GraphNode,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { Layout } from '../layout/types';
import { degreesOf, describeNode } from './describe';
import type { BoxNode } from './NodeBox';

/** Nodes as React Flow wants them: groups before what is in them. */
export function toFlowNodes(answer: GraphAnswer, layout: Layout): BoxNode[] {
  const open = openGroups(answer.nodes);
  const degrees = degreesOf(answer);
  const ordered = [
    ...answer.nodes.filter(node => open.has(node.id)),
    ...answer.nodes.filter(node => !open.has(node.id)),
  ];
  return ordered.flatMap((node): BoxNode[] => {
    const box = layout.boxes.get(node.id);
    if (!box) return [];
    const { x, y, width, height } = box;
    const description = describeNode(node, degrees);
    return [
      {
        id: node.id,
        type: 'box',
        position: { x, y },
        width,
        height,
        parentId:
          node.parent && layout.boxes.has(node.parent)
            ? node.parent
            : undefined,
        ariaRole: 'img',
        ariaLabel: description,
        data: {
          node,
          open: open.has(node.id),
          selected: false,
          description,
        },
      },
    ];
  });
}

/** Groups that something is drawn in. */
export function openGroups(nodes: GraphNode[]): Set<string> {
  const open = new Set<string>();
  for (const { parent } of nodes) if (parent !== undefined) open.add(parent);
  return open;
}

/**
 * The same nodes with the selection marked; nodes that it does not touch stay
 * the same objects, so that React Flow draws only the others again.
 */
export function markNodes(
  nodes: BoxNode[],
  selected: string | undefined,
  near: Set<string> | undefined,
): BoxNode[] {
  if (!near) return nodes;
  return nodes.map(node => {
    if (!near.has(node.id)) return node;
    return {
      ...node,
      className: 'airflow-kuma-near',
      data: node.id === selected ? { ...node.data, selected: true } : node.data,
    };
  });
}
