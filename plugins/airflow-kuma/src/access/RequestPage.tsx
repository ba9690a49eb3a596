import { AccessRequest } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { useParams } from 'react-router-dom';
import { LoadBoundary } from '../components';
import { useApiClient } from '../hooks/useApiClient';
import { useLoad } from '../hooks/useLoad';
import { Approvals } from './Approvals';
import { BothEnds } from './BothEnds';
import { DecisionForm } from './DecisionForm';
import { RequestAnswers } from './RequestAnswers';
import { RequestNotices } from './RequestNotices';
import { RequestOverview } from './RequestOverview';
import { RequestPreview } from './RequestPreview';
import { Timeline } from './Timeline';

/** A permission that is applying shows its progress soon after it changes. */
const POLL_MILLISECONDS = 3_000;

/** One request, from question to end. */
export function RequestPage() {
  const { id = '' } = useParams();
  const api = useApiClient();
  const loaded = useLoad(signal => api.request(id, signal), id, {
    poll: POLL_MILLISECONDS,
  });
  return (
    <LoadBoundary loaded={loaded} what="this request">
      {request => <Request request={request} onDone={loaded.reload} />}
    </LoadBoundary>
  );
}

function Request(props: { request: AccessRequest; onDone: () => void }) {
  const { request, onDone } = props;
  return (
    <>
      <RequestNotices request={request} />
      <RequestOverview request={request} />
      <BothEnds request={request} />
      {request.availableTransitions.length > 0 && (
        <DecisionForm request={request} onDone={onDone} />
      )}
      <Approvals request={request} />
      {request.state === 'pending' && <RequestPreview request={request} />}
      <RequestAnswers request={request} />
      <Timeline request={request} />
    </>
  );
}
