import { AuditState } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { LoadBoundary, Notice, TimeAgo } from '../components';
import { useApiClient } from '../hooks/useApiClient';
import { useLoad } from '../hooks/useLoad';
import { trailInWords } from './trailInWords';

/** Whether the trail is as it was written, above its records. */
export function TrailState() {
  const api = useApiClient();
  const loaded = useLoad(signal => api.auditState(signal), 'audit state');
  return (
    <LoadBoundary loaded={loaded} what="whether the chain verifies">
      {state => <State state={state} />}
    </LoadBoundary>
  );
}

function State(props: { state: AuditState }) {
  const { state } = props;
  const { severity, chain, signing } = trailInWords(state);
  const untold = state.totalProblems - state.problems.length;
  return (
    <Notice severity={severity} title={chain}>
      {state.problems.map(({ sequence, message }, index) => (
        <div key={index}>{`record ${sequence}: ${message}`}</div>
      ))}
      {untold > 0 && <div>{`and ${untold} more`}</div>}
      {signing}
      {' Checked '}
      <TimeAgo at={state.checkedAt} />; to check it without the portal, export
      it and run <code>airflow-kuma-audit-verify</code>.
    </Notice>
  );
}
