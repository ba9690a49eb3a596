import { EdgeState } from './types';

/**
 * Edge states, what people should look at first comes first: what is known to
 * be wrong before what nobody can tell now, so that one source that is down
 * does not hide every refusal behind it.
 * @public
 */
export const EDGE_STATES: EdgeState[] = [
  'blocked',
  'needs-permission',
  'not-enforced',
  'undeclared',
  'unknown',
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
