import { useEffect, useState } from 'react';

/** What one frame can mount without the page feeling stuck. */
const ITEMS_PER_STEP = 40;

/**
 * How many of `total` to draw yet. Mounting hundreds of nodes at once blocks
 * the page for longer than 100 ms; a slice per frame does not. Starts over
 * when `key` changes.
 */
export function useGradual(total: number, key: unknown): number {
  const [state, setState] = useState({ key, count: ITEMS_PER_STEP });
  const count = state.key === key ? state.count : ITEMS_PER_STEP;
  useEffect(() => {
    if (count >= total) return undefined;
    const frame = requestAnimationFrame(() =>
      setState({ key, count: count + ITEMS_PER_STEP }),
    );
    return () => cancelAnimationFrame(frame);
  }, [count, total, key]);
  return Math.min(count, total);
}
