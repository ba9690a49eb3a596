import { VerdictOutcome } from '../types';
import { CallerWayOut, CallOutcome } from './types';

/**
 * What happens to a call, from what its two ends say: the caller's way out, as
 * far as there is one to tell, and what is enforced at the destination.
 * @public
 */
export function bothEnds(
  enforced: VerdictOutcome,
  wayOut: { state: CallerWayOut['state']; isShut?: boolean } | undefined,
): CallOutcome {
  if (wayOut === undefined || wayOut.state === 'open') {
    return { outcome: enforced, decides: 'destination' };
  }
  if (enforced === 'deny') {
    return {
      outcome: 'deny',
      decides: wayOut.state === 'closed' ? 'both' : 'destination',
    };
  }
  // Past the mesh, as plain traffic, a call may still get to where no
  // certificate is asked for; where one is, it is refused.
  return wayOut.state === 'closed' && (enforced === 'allow' || wayOut.isShut)
    ? { outcome: 'deny', decides: 'caller' }
    : { outcome: 'unknown', decides: 'caller' };
}
