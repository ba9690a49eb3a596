import { AccessRequest } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { TimeAgo } from '../components';

/** When a grant was last used; the one wording of lists, request and campaign. */
export function LastUse(props: {
  request: Pick<AccessRequest, 'lastUsed' | 'activeSince' | 'useKnown'>;
}) {
  const { lastUsed, activeSince, useKnown } = props.request;
  if (lastUsed) return <TimeAgo at={lastUsed} />;
  if (!activeSince) return <>–</>;
  // Seeing nothing and having nothing to see with are different answers.
  if (useKnown === undefined) return <>Not looked for yet</>;
  return <>{useKnown ? 'Not seen' : 'No telemetry covers it'}</>;
}
