import { Box, Point } from './types';

/** The shape of the canvas on most screens. */
const WANTED_RATIO = 2;
/** Wider than this, the eye loses the line. */
const MOST = 3;

/** Boxes, and the lines between them. */
export type Places = { boxes: Map<string, Box>; routes: Map<string, Point[]> };

/**
 * A tall picture leaves the sides of the screen empty while its lines crowd
 * between columns. Widens the gaps between columns until it has the shape of a
 * screen; boxes keep their size, and lines go with them.
 */
export function widenGaps({ boxes, routes }: Places): Places {
  const columns = columnsOf(boxes);
  if (columns.length < 2) return { boxes, routes };
  const all = [...boxes.values()];
  const top = Math.min(...all.map(({ y }) => y));
  const bottom = Math.max(...all.map(({ y, height }) => y + height));
  const width = columns[columns.length - 1].right - columns[0].left;
  const gaps =
    width - columns.reduce((sum, { left, right }) => sum + right - left, 0);
  const missing = WANTED_RATIO * (bottom - top) - width;
  const more = Math.min(missing / gaps, MOST - 1);
  if (!(more > 0)) return { boxes, routes };
  const moved = (x: number) => x + more * gapsBefore(columns, x);
  return {
    boxes: new Map(
      [...boxes].map(([id, box]) => [id, { ...box, x: moved(box.x) }]),
    ),
    routes: new Map(
      [...routes].map(([key, route]) => [
        key,
        route.map(({ x, y }) => ({ x: moved(x), y })),
      ]),
    ),
  };
}

type Column = { left: number; right: number };

/** What boxes cover from left to right; boxes above each other are one column. */
function columnsOf(boxes: Map<string, Box>): Column[] {
  const columns: Column[] = [];
  for (const { x, width } of [...boxes.values()].sort((a, b) => a.x - b.x)) {
    const last = columns[columns.length - 1];
    if (last && x <= last.right) last.right = Math.max(last.right, x + width);
    else columns.push({ left: x, right: x + width });
  }
  return columns;
}

/** How much room between columns there is left of a place. */
function gapsBefore(columns: Column[], x: number): number {
  let sum = 0;
  for (let index = 1; index < columns.length; index += 1) {
    const from = columns[index - 1].right;
    if (x <= from) break;
    sum += Math.min(x, columns[index].left) - from;
  }
  return sum;
}
