import { useEffect, useState } from 'react';

/**
 * How many of `total` to draw yet, `step` more with every frame. Mounting
 * hundreds of nodes at once blocks the page for longer than 100 ms; a slice
 * per frame does not. Starts over when `key` changes.
 */
export function useGradual(total: number, step: number, key: unknown): number {
  const [state, setState] = useState({ key, count: step });
  const count = state.key === key ? state.count : step;
  useEffect(() => {
    if (count >= total) return undefined;
    const frame = requestAnimationFrame(() =>
      setState({ key, count: count + step }),
    );
    return () => cancelAnimationFrame(frame);
  }, [count, step, total, key]);
  return Math.min(count, total);
}
