import { CountChip } from '../components';
import { grantsToReview, useWaiting } from '../hooks/useWaiting';

/**
 * Badge with how much waits for the viewer's decision: requests, and grants in
 * campaigns. Put it into the sidebar item of the page; it shows nothing where
 * nothing waits.
 * @public
 */
export function WaitingCount() {
  const waiting = useWaiting();
  const count = (waiting?.requests ?? 0) + grantsToReview(waiting);
  return <CountChip count={count} title="Waiting for your decision" />;
}
