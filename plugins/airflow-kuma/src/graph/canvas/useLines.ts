import {
  GraphEdge,
  GraphNode,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { useMemo } from 'react';
import { Box, Layout, routeKey } from '../layout/types';
import { Picture } from '../layout/useLayout';
import { EdgeCurve, edgePath } from './edgePath';
import { Neighbourhood } from './neighbours';
import { openGroups } from './toFlowNodes';

/** Lines to draw with their ways, and the boxes that their words must not cover. */
export type Lines = {
  edges: GraphEdge[];
  curves: Map<string, EdgeCurve>;
  obstacles: Map<string, Box>;
};

/** The readable lines of a picture, and all lines of what is selected. */
export function useLines(
  picture: Picture,
  near: Neighbourhood | undefined,
): Lines {
  const { answer, lines, layout } = picture;
  const readable = useMemo(
    () => curvesOf(lines.drawn, layout),
    [lines, layout],
  );
  const boxes = useMemo(
    () => closedBoxes(answer.nodes, layout),
    [answer.nodes, layout],
  );
  return useMemo(() => {
    const more = near ? lines.left.filter(({ id }) => near.edges.has(id)) : [];
    if (!near)
      return { edges: lines.drawn, curves: readable, obstacles: boxes };
    return {
      edges: [...lines.drawn, ...more],
      curves: new Map([...readable, ...curvesOf(more, layout)]),
      // The others are dimmed: words may stand on them.
      obstacles: new Map([...boxes].filter(([id]) => near.nodes.has(id))),
    };
  }, [lines, layout, near, readable, boxes]);
}

/** The way of each line. */
export function curvesOf(
  edges: GraphEdge[],
  layout: Layout,
): Map<string, EdgeCurve> {
  const curves = new Map<string, EdgeCurve>();
  for (const { id, source, target } of edges) {
    const from = layout.absolute.get(source);
    const to = layout.absolute.get(target);
    if (!from || !to) continue;
    const route = layout.routes.get(routeKey(source, target));
    curves.set(id, edgePath(from, to, route));
  }
  return curves;
}

/** Boxes with words in them; open groups are room for others. */
export function closedBoxes(
  nodes: GraphNode[],
  { absolute }: Layout,
): Map<string, Box> {
  const open = openGroups(nodes);
  return new Map([...absolute].filter(([id]) => !open.has(id)));
}
