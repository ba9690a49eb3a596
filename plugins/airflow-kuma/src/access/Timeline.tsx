import {
  AccessEvent,
  AccessRequest,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { makeStyles } from '@material-ui/core/styles';
import { LoadBoundary, Section, TimeAgo } from '../components';
import { useApiClient } from '../hooks/useApiClient';
import { useLoad } from '../hooks/useLoad';
import { requestRouteRef } from '../routes';
import { actionInWords } from './actionInWords';
import { Actor } from './Actor';
import { EventDetails } from './EventDetails';
import { TrailLink } from './TrailLink';

const useStyles = makeStyles(theme => ({
  list: { listStyle: 'none', margin: 0, padding: 0 },
  event: {
    position: 'relative',
    padding: theme.spacing(0, 0, 2, 3),
    fontSize: theme.typography.body2.fontSize,
    borderLeft: `2px solid ${theme.palette.divider}`,
    overflowWrap: 'anywhere',
    '&:last-child': { paddingBottom: 0 },
    '&::before': {
      content: '""',
      position: 'absolute',
      left: -6,
      top: 5,
      width: 10,
      height: 10,
      borderRadius: '50%',
      backgroundColor: theme.palette.text.secondary,
    },
  },
  when: { color: theme.palette.text.secondary },
}));

/** What happened to a request, oldest first. */
export function Timeline(props: { request: AccessRequest }) {
  const { request } = props;
  const api = useApiClient();
  const classes = useStyles();
  const loaded = useLoad(
    signal => api.requestEvents(request.id, signal),
    // A request that has moved has a new step to show.
    `events ${request.id} ${request.state} ${request.decisions.length}`,
  );
  return (
    <Section title="Timeline" action={<TrailLink request={request} />}>
      <LoadBoundary loaded={loaded} what="the timeline">
        {events => (
          <ol className={classes.list} aria-label="Timeline">
            {events.map(event => (
              <li key={event.sequence} className={classes.event}>
                <EventLine event={event} request={request} />
              </li>
            ))}
          </ol>
        )}
      </LoadBoundary>
    </Section>
  );
}

/** One history over all extensions; a step of another request leads to it. */
function OtherRequest(props: { id: string }) {
  const toRequest = useRouteRef(requestRouteRef);
  return (
    <>
      {', in '}
      <Link to={toRequest({ id: props.id })}>{`request ${props.id}`}</Link>
    </>
  );
}

function EventLine(props: { event: AccessEvent; request: AccessRequest }) {
  const { event, request } = props;
  const classes = useStyles();
  return (
    <>
      <div>
        <strong>{actionInWords(event.action)}</strong>
        {' by '}
        <Actor actor={event.actor} />
        {event.onBehalfOf && (
          <>
            {' for '}
            <Actor actor={event.onBehalfOf} />
          </>
        )}{' '}
        <span className={classes.when}>
          <TimeAgo at={event.at} />
          {event.requestId && event.requestId !== request.id && (
            <OtherRequest id={event.requestId} />
          )}
        </span>
      </div>
      <EventDetails after={event.after} />
    </>
  );
}
