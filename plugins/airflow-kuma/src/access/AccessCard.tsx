import { InfoCard, Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import Typography from '@material-ui/core/Typography';
import { AccessView } from '../api';
import { LoadBoundary, PlainEmpty } from '../components';
import { useApiClient } from '../hooks/useApiClient';
import { POLL_MILLISECONDS, useLoad } from '../hooks/useLoad';
import { tabRouteRef } from '../routes';
import { RequestLines } from './RequestLines';

/** Rows of each kind on a card; the page has the rest. */
const SHOWN = 5;

/** What is shown of an entity, most pressing first. */
const PARTS: { view: AccessView; list: string; title: string }[] = [
  {
    view: 'pending',
    list: 'view=all&state=pending',
    title: 'Waiting for approval',
  },
  { view: 'live', list: 'view=live', title: 'Granted' },
  { view: 'history', list: 'view=history', title: 'Ended' },
];

/** Requests and grants from or to an entity, also those that ended, as a card on its page. */
export function AccessCard(props: { entityRef: string }) {
  const { entityRef: ref } = props;
  const api = useApiClient();
  const tab = useRouteRef(tabRouteRef);
  const about = new URLSearchParams({ ref });
  const loaded = useLoad(
    signal =>
      Promise.all(
        PARTS.map(async ({ view, list, title }) => ({
          title,
          list,
          ...(await api.requests({ view, ref, limit: SHOWN }, signal)),
        })),
      ),
    `card ${ref}`,
    { poll: POLL_MILLISECONDS },
  );
  return (
    <InfoCard title="Access">
      <LoadBoundary loaded={loaded} what="its grants">
        {parts => (
          <>
            {parts.every(part => part.total === 0) && (
              <PlainEmpty>
                Nobody has asked for access from or to it here.
              </PlainEmpty>
            )}
            {parts
              .filter(part => part.total > 0)
              .map(({ title, list, items, total }) => (
                <section key={title} aria-label={title}>
                  <Typography variant="subtitle2">{title}</Typography>
                  <RequestLines requests={items} />
                  {total > items.length && (
                    <Typography variant="body2" gutterBottom>
                      <Link to={`${tab({ tab: 'access' })}?${list}&${about}`}>
                        {`and ${total - items.length} more on the Access page`}
                      </Link>
                    </Typography>
                  )}
                </section>
              ))}
          </>
        )}
      </LoadBoundary>
    </InfoCard>
  );
}
