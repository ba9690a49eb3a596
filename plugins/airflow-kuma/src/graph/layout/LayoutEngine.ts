import {
  GraphEdge,
  GraphNode,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import type { ElkNode } from 'elkjs/lib/elk-api';
import { foldColumns } from './foldColumns';
import { toLevels } from './levels';
import { GROUP_PADDING, Size, sizeOf } from './sizes';
import { Line, SizedNode, toElkGraph } from './toElkGraph';
import { Box, Layout } from './types';

/** The part of ELK that is used; tests run it without a worker. */
export type Elk = { layout(graph: ElkNode): Promise<ElkNode> };

type Placed = Size & { boxes: Map<string, Box> };

/** Finds places for nodes, off the main thread. */
export class LayoutEngine {
  readonly #elk: Promise<Elk>;

  constructor(elk: Promise<Elk>) {
    this.#elk = elk;
  }

  /** Open groups first, each by itself, then everything with them in it. */
  async layout(nodes: GraphNode[], edges: GraphEdge[]): Promise<Layout> {
    const { roots, rootLines, groups } = toLevels(nodes, edges);
    const inside = new Map<string, Placed>();
    await Promise.all(
      [...groups].map(async ([id, { members, lines }]) => {
        inside.set(id, await this.#place(members.map(withSize), lines, true));
      }),
    );
    const sized = roots.map(node => {
      const members = inside.get(node.id);
      return members ? { ...node, ...aroundMembers(members) } : withSize(node);
    });
    const outside = await this.#place(sized, rootLines, inside.size === 0);
    const boxes = new Map(outside.boxes);
    const absolute = new Map(outside.boxes);
    for (const [id, members] of inside) {
      const group = outside.boxes.get(id)!;
      for (const [member, box] of members.boxes) {
        const x = box.x + GROUP_PADDING.side;
        const y = box.y + GROUP_PADDING.top;
        boxes.set(member, { ...box, x, y });
        absolute.set(member, { ...box, x: group.x + x, y: group.y + y });
      }
    }
    const { width, height } = outside;
    return { boxes, absolute, width, height };
  }

  async #place(
    nodes: SizedNode[],
    lines: Line[],
    fold: boolean,
  ): Promise<Placed> {
    const elk = await this.#elk;
    const { children = [] } = await elk.layout(toElkGraph(nodes, lines));
    const found = new Map(
      children.map(({ id, x = 0, y = 0, width = 0, height = 0 }) => [
        id,
        { x, y, width, height },
      ]),
    );
    return measure(fold ? foldColumns(found) : found);
  }
}

function withSize(node: GraphNode): SizedNode {
  return { id: node.id, kind: node.kind, ...sizeOf(node) };
}

function aroundMembers({ width, height }: Size): Size {
  const { top, side, bottom } = GROUP_PADDING;
  return { width: width + 2 * side, height: height + top + bottom };
}

/** Moves boxes to the corner and tells how much room they take. */
function measure(boxes: Map<string, Box>): Placed {
  const all = [...boxes.values()];
  const left = Math.min(...all.map(({ x }) => x));
  const top = Math.min(...all.map(({ y }) => y));
  const moved = new Map<string, Box>();
  let width = 0;
  let height = 0;
  for (const [id, box] of boxes) {
    const x = box.x - left;
    const y = box.y - top;
    moved.set(id, { ...box, x, y });
    width = Math.max(width, x + box.width);
    height = Math.max(height, y + box.height);
  }
  return { boxes: moved, width, height };
}
