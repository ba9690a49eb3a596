import {
  AccessRequest,
  liveAccessStates,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  ACCESS_STATES,
  CALLERS_END_STATES,
  Facts,
  Section,
  StatusChip,
} from '../components';
import { CallersEndDetails } from './CallersEndDetails';

/** How far each end of the call is; nothing where only one of them matters. */
export function BothEnds(props: { request: AccessRequest }) {
  const { request } = props;
  const { callersEnd, waitsForCallerSince, state } = request;
  const isOver = !liveAccessStates.includes(state);
  const isTold =
    callersEnd &&
    callersEnd.state !== 'not-needed' &&
    !(isOver && callersEnd.state === 'unknown');
  if (!isTold) return null;
  const destination =
    state === 'applying' && waitsForCallerSince
      ? ACCESS_STATES.active
      : ACCESS_STATES[state];
  return (
    <Section title="Both ends of the call">
      <Facts
        facts={[
          {
            label: 'At the destination',
            value: <StatusChip {...destination} />,
          },
          {
            label: 'At the caller',
            value: (
              <>
                <StatusChip {...CALLERS_END_STATES[callersEnd.state]} />{' '}
                {callersEnd.reason}
              </>
            ),
          },
        ]}
      />
      {callersEnd.workloads.length > 0 && (
        <CallersEndDetails end={callersEnd} />
      )}
    </Section>
  );
}
