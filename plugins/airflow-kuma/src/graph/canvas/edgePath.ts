import { Box, Point } from '../layout/types';

/** A line as SVG draws it, and points along it for labels and for the pointer. */
export type EdgeCurve = { path: string; points: Point[] };

/** How far curves bow, as a share of the way, and at least. */
const BOW = 0.45;
const LEAST_BOW = 40;
/** Steps in which a curve is followed. */
const SAMPLES = 16;
/** Corners of a way around boxes are cut this far from the corner. */
const CORNER = 40;

/**
 * The line between two boxes. With a way around other boxes it follows that,
 * corners rounded; else it is a curve from the right side to the left where the
 * target is ahead, the other way round where it is behind, and an arc on the
 * right where both stand in one column.
 */
export function edgePath(source: Box, target: Box, route?: Point[]): EdgeCurve {
  if (route && route.length > 2) return alongRoute(route);
  const ahead = target.x >= source.x + source.width;
  const behind = target.x + target.width <= source.x;
  const from = route?.[0] ?? {
    x: behind ? source.x : source.x + source.width,
    y: source.y + source.height / 2,
  };
  const to = route?.[1] ?? {
    x: ahead ? target.x : target.x + target.width,
    y: target.y + target.height / 2,
  };
  const bow = Math.max(Math.abs(to.x - from.x) * BOW, LEAST_BOW);
  const first = { x: behind ? from.x - bow : from.x + bow, y: from.y };
  const second = { x: ahead ? to.x - bow : to.x + bow, y: to.y };
  return {
    path: `M${text(from)}C${text(first)} ${text(second)} ${text(to)}`,
    points: Array.from({ length: SAMPLES + 1 }, (_, index) =>
      onCurve([from, first, second, to], index / SAMPLES),
    ),
  };
}

function alongRoute(route: Point[]): EdgeCurve {
  const last = route[route.length - 1];
  const corners = route.slice(1, -1).map((corner, index) => ({
    corner,
    before: towards(corner, route[index]),
    after: towards(corner, route[index + 2]),
  }));
  return {
    path: [
      `M${text(route[0])}`,
      ...corners.map(
        ({ corner, before, after }) =>
          `L${text(before)}Q${text(corner)} ${text(after)}`,
      ),
      `L${text(last)}`,
    ].join(''),
    points: [
      route[0],
      ...corners.flatMap(({ before, after }) => [before, after]),
      last,
    ],
  };
}

/** From a corner towards a neighbour, at most half of the way. */
function towards(corner: Point, neighbour: Point): Point {
  const dx = neighbour.x - corner.x;
  const dy = neighbour.y - corner.y;
  const distance = Math.hypot(dx, dy) || 1;
  const share = Math.min(CORNER / distance, 0.5);
  return { x: corner.x + dx * share, y: corner.y + dy * share };
}

/** A point of a cubic Bézier curve. */
function onCurve([a, b, c, d]: Point[], at: number): Point {
  const rest = 1 - at;
  const mix = (axis: 'x' | 'y') =>
    rest ** 3 * a[axis] +
    3 * rest ** 2 * at * b[axis] +
    3 * rest * at ** 2 * c[axis] +
    at ** 3 * d[axis];
  return { x: mix('x'), y: mix('y') };
}

function text({ x, y }: Point): string {
  return `${round(x)},${round(y)}`;
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
