import { Point } from '../layout/types';
import { EdgeCurve } from './edgePath';

/** The line nearest to a point, if one is within reach; all in the graph's own units. */
export function lineAt(
  curves: Map<string, EdgeCurve>,
  ids: Iterable<string>,
  point: Point,
  reach: number,
): string | undefined {
  let nearest: string | undefined;
  let least = reach;
  for (const id of ids) {
    const points = curves.get(id)?.points ?? [];
    for (let index = 1; index < points.length; index += 1) {
      const distance = distanceTo(points[index - 1], points[index], point);
      if (distance <= least) {
        least = distance;
        nearest = id;
      }
    }
  }
  return nearest;
}

/** From a point to a stretch of a line. */
function distanceTo(from: Point, to: Point, { x, y }: Point): number {
  const dx = to.x - from.x;
  const dy = to.y - from.y;
  const squared = dx * dx + dy * dy;
  const along = squared ? ((x - from.x) * dx + (y - from.y) * dy) / squared : 0;
  const share = Math.min(1, Math.max(0, along));
  return Math.hypot(from.x + share * dx - x, from.y + share * dy - y);
}
