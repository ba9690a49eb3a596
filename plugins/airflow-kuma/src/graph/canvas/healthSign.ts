import { Point } from '../layout/types';

/** A triangle with an exclamation mark, drawn: not every font has one. */
export function healthSign({ x, y }: Point): {
  triangle: string;
  mark: string;
} {
  return {
    triangle: `M${x - 6},${y + 5}L${x},${y - 6}L${x + 6},${y + 5}z`,
    mark: `M${x},${y - 2.5}V${y + 1.5}M${x},${y + 2.6}V${y + 3.8}`,
  };
}
