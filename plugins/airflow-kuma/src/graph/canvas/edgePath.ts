import { Box } from '../layout/types';

/** A curve, and where its text goes. */
export type EdgeCurve = { path: string; middle: { x: number; y: number } };

/** How far curves bow, as a share of the way, and at least. */
const BOW = 0.45;
const LEAST_BOW = 40;

/**
 * The curve between two boxes: from the right side to the left where the
 * target is ahead, the other way round where it is behind, and in an arc on
 * the right where both stand in one column.
 */
export function edgePath(source: Box, target: Box): EdgeCurve {
  const ahead = target.x >= source.x + source.width;
  const behind = target.x + target.width <= source.x;
  const from = {
    x: behind ? source.x : source.x + source.width,
    y: source.y + source.height / 2,
  };
  const to = {
    x: ahead ? target.x : target.x + target.width,
    y: target.y + target.height / 2,
  };
  const bow = Math.max(Math.abs(to.x - from.x) * BOW, LEAST_BOW);
  const first = { x: behind ? from.x - bow : from.x + bow, y: from.y };
  const second = { x: ahead ? to.x - bow : to.x + bow, y: to.y };
  const point = (at: { x: number; y: number }) =>
    `${round(at.x)},${round(at.y)}`;
  return {
    path: `M${point(from)}C${point(first)} ${point(second)} ${point(to)}`,
    middle: {
      x: round((from.x + 3 * first.x + 3 * second.x + to.x) / 8),
      y: round((from.y + 3 * first.y + 3 * second.y + to.y) / 8),
    },
  };
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}
