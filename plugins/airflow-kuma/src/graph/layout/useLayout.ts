import {
  GraphAnswer,
  GraphEdge,
  GraphNode,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { useEffect, useRef, useState } from 'react';
import { LayoutEngine } from './LayoutEngine';
import { ReadableLines, readableLines } from './readableLines';
import { startElk } from './startElk';
import { Layout } from './types';

let shared: LayoutEngine | undefined;

/** One worker serves all graphs of the portal. */
function sharedEngine(): LayoutEngine {
  shared ??= new LayoutEngine(startElk());
  return shared;
}

/** A picture: what to draw, which of its lines, and where. */
export type Picture = {
  answer: GraphAnswer;
  lines: ReadableLines;
  layout: Layout;
};

/**
 * Lays an answer out. The last picture stays until the next one is ready, and
 * an answer that differs only in states keeps the places.
 */
export function useLayout(
  answer: GraphAnswer | undefined,
  options: { allLines?: boolean; engine?: LayoutEngine } = {},
): { picture?: Picture; error?: Error } {
  const { allLines = false, engine = sharedEngine() } = options;
  const [picture, setPicture] = useState<Picture>();
  const [error, setError] = useState<Error>();
  const places = useRef<{ shape: string; layout: Layout }>();

  useEffect(() => {
    if (!answer) return undefined;
    const { nodes, edges } = answer;
    const shape = shapeOf(nodes, edges, allLines);
    const lines = allLines
      ? { drawn: edges, left: [] }
      : readableLines(nodes, edges);
    if (places.current?.shape === shape) {
      setPicture({ answer, lines, layout: places.current.layout });
      return undefined;
    }
    let outdated = false;
    engine.layout(nodes, lines.drawn).then(
      layout => {
        if (outdated) return;
        places.current = { shape, layout };
        setError(undefined);
        setPicture({ answer, lines, layout });
      },
      failure => {
        if (!outdated) setError(failure as Error);
      },
    );
    return () => {
      outdated = true;
    };
  }, [answer, allLines, engine]);

  return { picture, error };
}

/** What the places of an answer depend on, and nothing else. */
export function shapeOf(
  nodes: GraphNode[],
  edges: GraphEdge[],
  allLines = false,
): string {
  return JSON.stringify([
    allLines,
    nodes.map(({ id, kind, parent }) => [id, kind, parent]),
    edges.map(({ source, target }) => [source, target]),
  ]);
}
