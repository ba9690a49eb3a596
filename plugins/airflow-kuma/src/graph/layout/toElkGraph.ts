import { GraphNode } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import type { ElkNode } from 'elkjs/lib/elk-api';
import { COLUMN_GAP, ROW_GAP, Size } from './sizes';

/** Measured in docs/graph.md. Routes of edges are not asked for: curves are drawn between the boxes. */
const LAYOUT_OPTIONS = {
  'elk.algorithm': 'layered',
  'elk.direction': 'RIGHT',
  'elk.layered.thoroughness': '1',
  'elk.layered.layering.strategy': 'LONGEST_PATH',
  'elk.layered.nodePlacement.strategy': 'SIMPLE',
  'elk.layered.crossingMinimization.greedySwitch.type': 'OFF',
  'elk.edgeRouting': 'POLYLINE',
  // Packed one by one, components would make columns of their own.
  'elk.separateConnectedComponents': 'false',
  'elk.spacing.nodeNode': String(ROW_GAP),
  'elk.layered.spacing.nodeNodeBetweenLayers': String(COLUMN_GAP),
};

const FIRST_LAYER = { 'elk.layered.layering.layerConstraint': 'FIRST' };

/** A node to place: what it is, and how much room it takes. */
export type SizedNode = Pick<GraphNode, 'id' | 'kind'> & Size;

/** A line between two of the nodes to place. */
export type Line = { source: string; target: string };

/** One level of a graph as ELK wants it. */
export function toElkGraph(nodes: SizedNode[], lines: Line[]): ElkNode {
  const connected = new Set(
    lines.flatMap(({ source, target }) => [source, target]),
  );
  return {
    id: 'root',
    layoutOptions: LAYOUT_OPTIONS,
    children: nodes.map(({ id, kind, width, height }) => ({
      id,
      width,
      height,
      // What calls nothing has no layer of its own; with the services it
      // would mislead.
      ...(kind === 'dag' &&
        !connected.has(id) && { layoutOptions: FIRST_LAYER }),
    })),
    edges: lines.map(({ source, target }, index) => ({
      id: `line ${index}`,
      sources: [source],
      targets: [target],
    })),
  };
}
