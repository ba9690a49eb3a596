import { AccessRequest } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import HourglassEmpty from '@material-ui/icons/HourglassEmpty';
import NotificationsActive from '@material-ui/icons/NotificationsActive';
import SyncProblem from '@material-ui/icons/SyncProblem';
import {
  ACCESS_STATES,
  CALLERS_END_STATES,
  StatusChip,
  relative,
} from '../components';

/** State of a request and what else one should see at a glance. */
export function AccessStateChips(props: { request: AccessRequest }) {
  const { request } = props;
  const { drift, breakGlass, unusedSince } = request;
  return (
    <>
      <StatusChip {...lookOf(request)} />
      {request.callersEnd?.state === 'taking-back' && (
        <StatusChip {...CALLERS_END_STATES['taking-back']} />
      )}
      {breakGlass && (
        <StatusChip
          tone="warning"
          icon={NotificationsActive}
          label={request.review ? 'Break-glass, reviewed' : 'Break-glass'}
          explanation={
            request.review
              ? 'Opened without approval and reviewed since.'
              : 'Opened without approval; a review is still due.'
          }
        />
      )}
      {drift && (
        <StatusChip
          tone="error"
          icon={SyncProblem}
          label="Drift"
          explanation={drift.detail}
        />
      )}
      {unusedSince && (
        <StatusChip
          tone="progress"
          icon={HourglassEmpty}
          label="Unused"
          explanation={`No call was seen since ${relative(
            unusedSince,
          )}, although telemetry covers it.`}
        />
      )}
    </>
  );
}

/** What is applied at the destination still waits for the caller's end. */
function lookOf({ state, waitsForCallerSince, callersEnd }: AccessRequest) {
  return state === 'applying' && waitsForCallerSince && callersEnd
    ? CALLERS_END_STATES[callersEnd.state]
    : ACCESS_STATES[state];
}
