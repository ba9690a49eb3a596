import {
  GraphEdge,
  GraphNode,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import type { ElkNode } from 'elkjs/lib/elk-api';
import { fromElkGraph } from './fromElkGraph';
import { toElkGraph } from './toElkGraph';
import { Layout } from './types';

/** The part of ELK that is used; tests run it without a worker. */
export type Elk = { layout(graph: ElkNode): Promise<ElkNode> };

/** Finds places for nodes, off the main thread. */
export class LayoutEngine {
  readonly #elk: Promise<Elk>;

  constructor(elk: Promise<Elk>) {
    this.#elk = elk;
  }

  async layout(nodes: GraphNode[], edges: GraphEdge[]): Promise<Layout> {
    const elk = await this.#elk;
    return fromElkGraph(await elk.layout(toElkGraph(nodes, edges)));
  }
}
