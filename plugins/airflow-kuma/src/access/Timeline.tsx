import {
  AccessEvent,
  AccessRequest,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Typography from '@material-ui/core/Typography';
import { LoadBoundary, Section, TimeAgo } from '../components';
import { useApiClient } from '../hooks/useApiClient';
import { useLoad } from '../hooks/useLoad';
import { actionInWords } from './actionInWords';

/** What happened to a request, oldest first. */
export function Timeline(props: { request: AccessRequest }) {
  const { request } = props;
  const api = useApiClient();
  const loaded = useLoad(
    signal => api.requestEvents(request.id, signal),
    // A request that has moved has a new step to show.
    `events ${request.id} ${request.state} ${request.decisions.length}`,
  );
  return (
    <Section title="Timeline">
      <LoadBoundary loaded={loaded} what="the timeline">
        {events => (
          <ol style={{ margin: 0 }} aria-label="Timeline">
            {events.map(event => (
              <li key={event.sequence}>
                <EventLine event={event} />
              </li>
            ))}
          </ol>
        )}
      </LoadBoundary>
    </Section>
  );
}

function EventLine(props: { event: AccessEvent }) {
  const { event } = props;
  return (
    <Typography variant="body2">
      <TimeAgo at={event.at} />
      {': '}
      {actionInWords(event.action)}
      {' by '}
      <Actor actor={event.actor} />
      {event.onBehalfOf && (
        <>
          {' for '}
          <Actor actor={event.onBehalfOf} />
        </>
      )}
    </Typography>
  );
}

/** A person is a link; the backend and other services are not entities. */
export function Actor(props: { actor: string }) {
  const { actor } = props;
  if (!/^(user|group):/.test(actor)) return <>{actor}</>;
  return <EntityRefLink entityRef={actor} />;
}
