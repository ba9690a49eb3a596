import { Box } from '../layout/types';

/** Arrow keys. */
export type Direction = 'left' | 'right' | 'up' | 'down';

/** Being off the axis counts this much more than being far along it. */
const SIDEWAYS_WEIGHT = 2.5;

/**
 * The node to go to from another one by an arrow key: the nearest in that
 * direction. From nothing, the one at the top left.
 */
export function nextNode(
  boxes: Map<string, Box>,
  from: string | undefined,
  direction: Direction,
): string | undefined {
  const start = from === undefined ? undefined : boxes.get(from);
  if (!start) return topLeft(boxes);
  let best: string | undefined;
  let bestCost = Infinity;
  for (const [id, box] of boxes) {
    if (id === from) continue;
    const { along, aside } = distance(start, box, direction);
    if (along <= 1) continue;
    const cost = along + aside * SIDEWAYS_WEIGHT;
    if (cost < bestCost) {
      bestCost = cost;
      best = id;
    }
  }
  return best;
}

function distance(from: Box, to: Box, direction: Direction) {
  const dx = to.x + to.width / 2 - (from.x + from.width / 2);
  const dy = to.y + to.height / 2 - (from.y + from.height / 2);
  switch (direction) {
    case 'left':
      return { along: -dx, aside: Math.abs(dy) };
    case 'right':
      return { along: dx, aside: Math.abs(dy) };
    case 'up':
      return { along: -dy, aside: Math.abs(dx) };
    default:
      return { along: dy, aside: Math.abs(dx) };
  }
}

function topLeft(boxes: Map<string, Box>): string | undefined {
  let best: string | undefined;
  let bestCost = Infinity;
  for (const [id, box] of boxes) {
    const cost = box.x + box.y;
    if (cost < bestCost) {
      bestCost = cost;
      best = id;
    }
  }
  return best;
}
