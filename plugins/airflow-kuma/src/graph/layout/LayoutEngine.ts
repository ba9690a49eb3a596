import {
  GraphEdge,
  GraphNode,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import type { ElkExtendedEdge, ElkNode } from 'elkjs/lib/elk-api';
import { foldColumns } from './foldColumns';
import { toLevels } from './levels';
import { GROUP_PADDING, Size, sizeOf } from './sizes';
import { Line, SizedNode, toElkGraph } from './toElkGraph';
import { Box, Layout, Point, routeKey } from './types';
import { widenGaps } from './widenGaps';

/** The part of ELK that is used; tests run it without a worker. */
export type Elk = { layout(graph: ElkNode): Promise<ElkNode> };

type Placed = Size & { boxes: Map<string, Box>; routes: Map<string, Point[]> };

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
        const sizedMembers = members.map(withSize);
        inside.set(id, await this.#place(sizedMembers, lines, { fold: true }));
      }),
    );
    const sized = roots.map(node => {
      const members = inside.get(node.id);
      return members ? { ...node, ...aroundMembers(members) } : withSize(node);
    });
    const outside = await this.#place(sized, rootLines, {
      fold: inside.size === 0,
      widen: true,
    });
    const boxes = new Map(outside.boxes);
    const absolute = new Map(outside.boxes);
    const routes = new Map(outside.routes);
    for (const [id, members] of inside) {
      const group = outside.boxes.get(id)!;
      for (const [member, box] of members.boxes) {
        const x = box.x + GROUP_PADDING.side;
        const y = box.y + GROUP_PADDING.top;
        boxes.set(member, { ...box, x, y });
        absolute.set(member, { ...box, x: group.x + x, y: group.y + y });
      }
      const x = group.x + GROUP_PADDING.side;
      const y = group.y + GROUP_PADDING.top;
      for (const [key, route] of members.routes) {
        routes.set(key, moveRoute(route, x, y));
      }
    }
    const { width, height } = outside;
    return { boxes, absolute, routes, width, height };
  }

  async #place(
    nodes: SizedNode[],
    lines: Line[],
    options: { fold: boolean; widen?: boolean },
  ): Promise<Placed> {
    const elk = await this.#elk;
    const { children = [], edges = [] } = await elk.layout(
      toElkGraph(nodes, lines),
    );
    const found = new Map(
      children.map(({ id, x = 0, y = 0, width = 0, height = 0 }) => [
        id,
        { x, y, width, height },
      ]),
    );
    const folded = options.fold ? foldColumns(found) : found;
    // Ways around boxes are of no use where the boxes have moved.
    if (folded !== found) return measure(folded, new Map());
    const places = { boxes: found, routes: routesOf(edges) };
    const { boxes, routes } = options.widen ? widenGaps(places) : places;
    return measure(boxes, routes);
  }
}

function withSize(node: GraphNode): SizedNode {
  return { id: node.id, kind: node.kind, ...sizeOf(node) };
}

function aroundMembers({ width, height }: Size): Size {
  const { top, side, bottom } = GROUP_PADDING;
  return { width: width + 2 * side, height: height + top + bottom };
}

function routesOf(edges: ElkExtendedEdge[]): Map<string, Point[]> {
  const routes = new Map<string, Point[]>();
  for (const { sources, targets, sections = [] } of edges) {
    const [section] = sections;
    if (!section) continue;
    const { startPoint, bendPoints = [], endPoint } = section;
    routes.set(routeKey(sources[0], targets[0]), [
      startPoint,
      ...bendPoints,
      endPoint,
    ]);
  }
  return routes;
}

/** Moves boxes and routes to the corner and tells how much room they take. */
function measure(
  boxes: Map<string, Box>,
  routes: Map<string, Point[]>,
): Placed {
  const places = [...boxes.values(), ...[...routes.values()].flat()];
  const left = places.reduce((least, { x }) => Math.min(least, x), Infinity);
  const top = places.reduce((least, { y }) => Math.min(least, y), Infinity);
  const moved = new Map<string, Box>();
  const movedRoutes = new Map<string, Point[]>();
  let width = 0;
  let height = 0;
  const reach = (x: number, y: number) => {
    width = Math.max(width, x);
    height = Math.max(height, y);
  };
  for (const [id, box] of boxes) {
    const x = box.x - left;
    const y = box.y - top;
    moved.set(id, { ...box, x, y });
    reach(x + box.width, y + box.height);
  }
  for (const [key, route] of routes) {
    const points = moveRoute(route, -left, -top);
    movedRoutes.set(key, points);
    for (const { x, y } of points) reach(x, y);
  }
  return { boxes: moved, routes: movedRoutes, width, height };
}

function moveRoute(route: Point[], x: number, y: number): Point[] {
  return route.map(point => ({ x: point.x + x, y: point.y + y }));
}
