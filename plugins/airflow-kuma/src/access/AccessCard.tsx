import { AccessRequest } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { InfoCard } from '@backstage/core-components';
import Typography from '@material-ui/core/Typography';
import { LoadBoundary, PlainEmpty, TimeAgo } from '../components';
import { useApiClient } from '../hooks/useApiClient';
import { POLL_MILLISECONDS, useLoad } from '../hooks/useLoad';
import { AccessStateChips } from './AccessStateChips';
import { RequestLink } from './RequestLink';

/** Rows on a card; the page has the rest. */
const SHOWN = 5;

/** Live grants from or to an entity, as a card on its page. */
export function AccessCard(props: { entityRef: string }) {
  const { entityRef } = props;
  const api = useApiClient();
  const loaded = useLoad(
    signal =>
      api.requests({ view: 'live', ref: entityRef, limit: SHOWN }, signal),
    `card ${entityRef}`,
    { poll: POLL_MILLISECONDS },
  );
  return (
    <InfoCard title="Access">
      <LoadBoundary loaded={loaded} what="its grants">
        {page => (
          <>
            {page.items.length === 0 && (
              <PlainEmpty>No grant of this portal touches it.</PlainEmpty>
            )}
            <RequestLines requests={page.items} />
            {page.total > page.items.length && (
              <Typography variant="body2">
                {`and ${
                  page.total - page.items.length
                } more on the Access page`}
              </Typography>
            )}
          </>
        )}
      </LoadBoundary>
    </InfoCard>
  );
}

/** Requests as short lines. */
export function RequestLines(props: { requests: AccessRequest[] }) {
  return (
    <>
      {props.requests.map(request => (
        <Typography
          key={request.id}
          variant="body2"
          gutterBottom
          component="div"
        >
          <RequestLink request={request} />{' '}
          <AccessStateChips request={request} />{' '}
          {request.end && (
            <>
              ends <TimeAgo at={request.end} />
            </>
          )}
        </Typography>
      ))}
    </>
  );
}
