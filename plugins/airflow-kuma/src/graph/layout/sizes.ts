import { GraphNode } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/** Width and height of what is drawn, in the graph's own units. */
export type Size = { width: number; height: number };

/** Room that an open group keeps for its title and its rim. */
export const GROUP_PADDING = { top: 44, side: 16, bottom: 16 };
/** Distance between columns; wide, because curves run through it. */
export const COLUMN_GAP = 110;
/** Distance between nodes of one column. */
export const ROW_GAP = 14;

const SIZES: Record<GraphNode['kind'], Size> = {
  dag: { width: 220, height: 54 },
  service: { width: 220, height: 54 },
  'external-service': { width: 220, height: 54 },
  identity: { width: 220, height: 54 },
  unresolved: { width: 220, height: 54 },
  group: { width: 240, height: 74 },
};

/** Sizes are fixed, so that nothing has to be measured before it is laid out. */
export function sizeOf(node: GraphNode): Size {
  return SIZES[node.kind];
}
