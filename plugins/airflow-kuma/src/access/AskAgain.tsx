import {
  AccessRequest,
  finalAccessStates,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { RequestAccessButton } from '../components';

/** Asks for the same once more, where the request came to nothing or has ended. */
export function AskAgain(props: { request: AccessRequest }) {
  const { request } = props;
  const { source, destination, state } = request;
  // What was extended goes on under the grant that took its place.
  if (!finalAccessStates.includes(state) || state === 'superseded') return null;
  return (
    <RequestAccessButton
      small
      label="Ask again"
      about={request.destinationName}
      source={source.kind === 'dag' ? source.ref : `domain:${source.domain}`}
      {...(destination.kind === 'service'
        ? { destination: destination.ref, port: destination.port }
        : { destination: `domain:${destination.domain}` })}
      reason={request.reason}
      duration={request.duration}
    />
  );
}
