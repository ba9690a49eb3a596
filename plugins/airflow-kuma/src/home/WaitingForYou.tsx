import { counted } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import Typography from '@material-ui/core/Typography';
import { RequestLines } from '../access/RequestLines';
import { LoadBoundary, PlainEmpty, TimeAgo } from '../components';
import { useApiClient } from '../hooks/useApiClient';
import { POLL_MILLISECONDS, useLoad } from '../hooks/useLoad';
import { tabRouteRef } from '../routes';

/** Rows in the widget; the page has the rest. */
const SHOWN = 5;

/** Home widget: requests and reviews that wait for the viewer's decision. */
export function WaitingForYou() {
  const api = useApiClient();
  const tab = useRouteRef(tabRouteRef);
  const loaded = useLoad(
    async signal => {
      const [page, { campaigns }] = await Promise.all([
        api.requests({ view: 'to-decide', limit: SHOWN }, signal),
        api.waiting(signal),
      ]);
      return { page, campaigns };
    },
    'waiting',
    { poll: POLL_MILLISECONDS },
  );
  return (
    <LoadBoundary loaded={loaded} what="what waits for you">
      {({ page, campaigns }) => (
        <>
          {page.total + campaigns.length === 0 && (
            <PlainEmpty>Nothing waits for your decision.</PlainEmpty>
          )}
          <RequestLines requests={page.items} />
          {campaigns.map(({ id, title, deadline, grants }) => (
            <Typography key={id} variant="body2" gutterBottom component="div">
              <Link to={`${tab({ tab: 'access' })}/campaigns/${id}`}>
                {title}
              </Link>
              {`: ${counted(grants, 'grant')} to review, closes `}
              <TimeAgo at={deadline} />
            </Typography>
          ))}
          <Typography variant="body2">
            <Link to={`${tab({ tab: 'access' })}?view=to-decide`}>
              {page.total > SHOWN
                ? `All ${counted(page.total, 'request')}`
                : 'Access page'}
            </Link>
          </Typography>
        </>
      )}
    </LoadBoundary>
  );
}

/** The widget's content, as the home plugin wants it. */
export const Content = WaitingForYou;
