import { VerdictOutcome } from '../types';

/** Worst first: what we cannot tell must not hide behind what we can. */
const WORST: VerdictOutcome[] = ['unknown', 'deny', 'not-enforced', 'allow'];

/**
 * Of several calls that stand for one, the first of those that fare worst.
 * @public
 */
export function worstCall<T extends { outcome: VerdictOutcome }>(
  calls: T[],
): T {
  return calls.reduce((a, b) =>
    WORST.indexOf(b.outcome) < WORST.indexOf(a.outcome) ? b : a,
  );
}
