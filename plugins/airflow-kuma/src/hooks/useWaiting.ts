import { AccessWaiting } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { useApiClient } from './useApiClient';
import { POLL_MILLISECONDS, useLoad } from './useLoad';

/** What waits for the viewer's decision, kept fresh; unknown until it is read. */
export function useWaiting(): AccessWaiting | undefined {
  const api = useApiClient();
  return useLoad(signal => api.waiting(signal), 'waiting counts', {
    poll: POLL_MILLISECONDS,
  }).value;
}

/** Grants that wait for the viewer in campaigns. */
export function grantsToReview(
  waiting: Pick<AccessWaiting, 'campaigns'> | undefined,
): number {
  return (waiting?.campaigns ?? []).reduce(
    (sum, { grants }) => sum + grants,
    0,
  );
}
