import { VerdictOutcome } from '../evaluator/types';
import { ReadinessState } from './types';

/** What an outcome means to who calls. */
export function classOf(
  outcome: VerdictOutcome,
): 'passes' | 'refused' | 'unknown' {
  if (outcome === 'unknown') return 'unknown';
  return outcome === 'deny' ? 'refused' : 'passes';
}

/**
 * What 3.0 does to a call. One that telemetry saw pass is known to pass today,
 * also where the mesh does not tell why.
 */
export function stateOf(
  before: VerdictOutcome,
  after: VerdictOutcome,
  isSeen = false,
): ReadinessState {
  const today = isSeen && before === 'unknown' ? 'passes' : classOf(before);
  const then = classOf(after);
  if (today === 'unknown' || then === 'unknown') return 'cannot-be-told';
  if (today === then) return 'stays';
  return then === 'refused' ? 'stops' : 'opens';
}
