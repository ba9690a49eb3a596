import { accessAdministerPermission } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { usePermission } from '@backstage/plugin-permission-react';
import Box from '@material-ui/core/Box';
import Tab from '@material-ui/core/Tab';
import Tabs from '@material-ui/core/Tabs';
import { AccessView } from '../api';
import { CountChip, RequestAccessButton } from '../components';
import { useUrlState } from '../hooks/useUrlState';
import { grantsToReview, useWaiting } from '../hooks/useWaiting';
import { CampaignList } from './CampaignList';
import { RequestTable } from './RequestTable';
import { Strays } from './Strays';

type View = AccessView | 'campaigns';

const VIEWS: { id: View; label: string; empty: string }[] = [
  {
    id: 'mine',
    label: 'Mine',
    empty:
      'You have asked for nothing yet. Use "Request access" here or on the page of a DAG or service.',
  },
  {
    id: 'to-decide',
    label: 'To decide',
    empty: 'Nothing waits for your decision.',
  },
  { id: 'live', label: 'Live grants', empty: 'No grant is live.' },
  { id: 'history', label: 'History', empty: 'No request has ended yet.' },
  { id: 'all', label: 'All', empty: 'Nobody has asked for anything yet.' },
  {
    id: 'drift',
    label: 'Drift',
    empty: 'Every permission of a live grant is as it was granted.',
  },
  {
    id: 'to-review',
    label: 'To review',
    empty: 'No break-glass access waits for its review.',
  },
  { id: 'campaigns', label: 'Campaigns', empty: '' },
];

/** The lists of requests; which one and which page is in the address. */
export function AccessLists() {
  const url = useUrlState();
  const { allowed } = usePermission({ permission: accessAdministerPermission });
  const waiting = useWaiting();
  const counts: Partial<Record<View, number>> = {
    'to-decide': waiting?.requests,
    campaigns: grantsToReview(waiting),
  };
  const view = VIEWS.find(({ id }) => id === url.one('view')) ?? VIEWS[0];
  return (
    <>
      <Box display="flex" alignItems="center" mb={2} flexWrap="wrap">
        <Box flexGrow={1} minWidth={0} maxWidth="100%">
          <Tabs
            value={view.id}
            onChange={(_event, id) =>
              // What is searched for stays; not every list holds every state.
              url.set(
                { view: id, offset: undefined, state: undefined },
                { push: true },
              )
            }
            indicatorColor="primary"
            variant="scrollable"
            aria-label="Access requests"
          >
            {VIEWS.map(({ id, label }) => (
              <Tab
                key={id}
                value={id}
                label={
                  <span>
                    {label}
                    <CountChip
                      count={counts[id] ?? 0}
                      title="Waiting for your decision"
                    />
                  </span>
                }
                id={`access-tab-${id}`}
                aria-controls={id === view.id ? 'access-tab-panel' : undefined}
              />
            ))}
          </Tabs>
        </Box>
        <RequestAccessButton />
      </Box>
      <div
        role="tabpanel"
        id="access-tab-panel"
        aria-labelledby={`access-tab-${view.id}`}
      >
        {view.id === 'campaigns' ? (
          <CampaignList waiting={waiting?.campaigns} />
        ) : (
          <RequestTable
            key={view.id}
            view={view.id}
            label={view.label}
            empty={view.empty}
          />
        )}
        {view.id === 'drift' && allowed && <Strays />}
      </div>
    </>
  );
}
