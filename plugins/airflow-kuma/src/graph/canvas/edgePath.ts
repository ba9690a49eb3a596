import { Box } from '../layout/types';

/** A curve, and where its text goes. */
export type EdgeCurve = { path: string; middle: { x: number; y: number } };

/** Curves leave to the right and arrive from the left; this is how far they bow. */
const BOW = 0.45;
const LEAST_BOW = 40;

/** The curve between two boxes. */
export function edgePath(source: Box, target: Box): EdgeCurve {
  const backwards = target.x < source.x + source.width;
  const from = {
    x: source.x + source.width,
    y: source.y + source.height / 2,
  };
  const to = { x: target.x, y: target.y + target.height / 2 };
  // Columns of one layer face each other the wrong way round: leave and
  // arrive on the right side then, in an arc that stays visible.
  if (backwards) to.x = target.x + target.width;
  const bow = Math.max(Math.abs(to.x - from.x) * BOW, LEAST_BOW);
  const first = { x: from.x + bow, y: from.y };
  const second = { x: backwards ? to.x + bow : to.x - bow, y: to.y };
  return {
    path: `M${round(from.x)},${round(from.y)}C${round(first.x)},${round(
      first.y,
    )} ${round(second.x)},${round(second.y)} ${round(to.x)},${round(to.y)}`,
    middle: {
      x: round((from.x + 3 * first.x + 3 * second.x + to.x) / 8),
      y: round((from.y + 3 * first.y + 3 * second.y + to.y) / 8),
    },
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
