import { EdgeState } from './types';

/** Edge states, what people should look at first comes first. @public */
export const EDGE_STATES: EdgeState[] = [
  'unknown',
  'not-enforced',
  'blocked',
  'needs-permission',
  'undeclared',
  'unused',
  'aligned',
];

/** The state that people should look at first; `undefined` of none. @public */
export function worstState(
  states: Iterable<EdgeState | undefined>,
): EdgeState | undefined {
  let worst: EdgeState | undefined;
  for (const state of states) {
    if (!state) continue;
    if (!worst || EDGE_STATES.indexOf(state) < EDGE_STATES.indexOf(worst)) {
      worst = state;
    }
  }
  return worst;
}
