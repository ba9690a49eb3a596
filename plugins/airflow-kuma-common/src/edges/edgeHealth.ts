import { ObservedFacet } from './types';

/** From this share of errors on, calls are not well. */
const ERRORS_FROM = 0.05;
/** From this on, the slowest twentieth of calls is not well. */
const SLOW_FROM_MILLISECONDS = 2_000;

/**
 * How calls fare that are let through: something else than whether they may
 * be made. `undefined` where nothing is wrong or known, and where the calls are
 * told at another edge.
 * @public
 */
export type EdgeHealth = {
  what: 'errors' | 'slow';
  /** In words, e.g. `87 % errors`. */
  words: string;
};

/** @public */
export function edgeHealth(
  observed: Pick<
    ObservedFacet,
    'outcome' | 'errorShare' | 'p95Milliseconds' | 'toldAt'
  >,
): EdgeHealth | undefined {
  const { outcome, errorShare = 0, p95Milliseconds = 0, toldAt } = observed;
  // A refusal counts as an error too, and the state has said it.
  if (outcome === 'denied' || toldAt !== undefined) return undefined;
  if (errorShare >= ERRORS_FROM) {
    return { what: 'errors', words: `${percent(errorShare)} % errors` };
  }
  if (p95Milliseconds >= SLOW_FROM_MILLISECONDS) {
    return { what: 'slow', words: `slow: p95 ${seconds(p95Milliseconds)} s` };
  }
  return undefined;
}

function percent(share: number): number {
  return Math.round(share * 1_000) / 10;
}

function seconds(milliseconds: number): number {
  return Math.round(milliseconds / 100) / 10;
}
