import {
  AccessDrift,
  AccessRequest,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { Notice, TimeAgo } from '../components';

const DRIFT_ANSWER = {
  restore: 'It is being restored.',
  end: 'The grant ends because of it.',
  report: 'It is only reported; nothing is changed.',
};

/** What should be seen before the rest of a request. */
export function RequestNotices(props: { request: AccessRequest }) {
  const { request } = props;
  const { drift, guardrail } = request;
  return (
    <>
      {request.error && (
        <Notice severity="error" title="The last try failed">
          {request.error} It is tried again by itself.
        </Notice>
      )}
      {drift && <DriftNotice drift={drift} />}
      {!drift &&
        request.state === 'applying' &&
        request.waitsForCallerSince && (
          <Notice severity="warning" title="Waiting for the caller's side">
            {'The destination lets the call in since '}
            <TimeAgo at={request.waitsForCallerSince} />
            {`. ${request.callersEnd?.reason ?? ''} Below is what opens it.`}
          </Notice>
        )}
      {request.breakGlass && !request.review && (
        <Notice severity="warning" title="Break-glass">
          This access was opened without approval. A review is due; until it is
          done the requester cannot break the glass again.
        </Notice>
      )}
      {request.unusedSince && (
        <Notice severity="info" title="Unused">
          No call under this grant was seen since{' '}
          <TimeAgo at={request.unusedSince} />, although telemetry covers that
          time. It can be ended early.
        </Notice>
      )}
      {guardrail?.advice && (
        <Notice severity="info" title={`Guardrail: ${guardrail.name}`}>
          {guardrail.advice}
        </Notice>
      )}
      {request.state === 'pending' && request.lapsesAt && (
        <Notice severity="info">
          If nobody decides, this request lapses{' '}
          <TimeAgo at={request.lapsesAt} />.
        </Notice>
      )}
    </>
  );
}

function DriftNotice(props: { drift: AccessDrift }) {
  const { drift } = props;
  const answer = DRIFT_ANSWER[drift.answer];
  if (drift.what === 'no-way-out') {
    return (
      <Notice severity="error" title="The caller has no way out any more">
        {`${drift.detail} Seen `}
        <TimeAgo at={drift.since} />
        {`. ${answer}`}
      </Notice>
    );
  }
  return (
    <Notice severity="error" title="The permission is not as granted">
      {`${drift.policy} was ${
        drift.what === 'deleted' ? 'deleted' : 'changed'
      } outside of this portal `}
      <TimeAgo at={drift.since} />
      {`. ${drift.detail} ${answer}`}
    </Notice>
  );
}
