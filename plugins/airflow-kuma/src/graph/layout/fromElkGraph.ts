import type { ElkNode } from 'elkjs/lib/elk-api';
import { foldColumns } from './foldColumns';
import { Box, Layout } from './types';

/** Places as ELK found them, tall columns folded where nothing is nested. */
export function fromElkGraph(root: ElkNode): Layout {
  const boxes = new Map<string, Box>();
  const children = root.children ?? [];
  for (const child of children) collect(child, boxes);
  const nested = children.some(child => child.children?.length);
  const relative = nested ? boxes : foldColumns(boxes);
  const absolute = new Map<string, Box>();
  for (const child of children) toAbsolute(child, 0, 0, relative, absolute);
  let width = 0;
  let height = 0;
  for (const box of absolute.values()) {
    width = Math.max(width, box.x + box.width);
    height = Math.max(height, box.y + box.height);
  }
  return { boxes: relative, absolute, width, height };
}

function collect(node: ElkNode, boxes: Map<string, Box>): void {
  const { id, x = 0, y = 0, width = 0, height = 0 } = node;
  boxes.set(id, { x, y, width, height });
  for (const child of node.children ?? []) collect(child, boxes);
}

function toAbsolute(
  node: ElkNode,
  left: number,
  top: number,
  relative: Map<string, Box>,
  absolute: Map<string, Box>,
): void {
  const box = relative.get(node.id)!;
  const x = left + box.x;
  const y = top + box.y;
  absolute.set(node.id, { ...box, x, y });
  for (const child of node.children ?? []) {
    toAbsolute(child, x, y, relative, absolute);
  }
}
