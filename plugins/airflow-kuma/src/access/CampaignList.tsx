import {
  AccessCampaign,
  accessAdministerPermission,
  AccessWaiting,
  counted,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import { DataColumn, DataTable, LoadBoundary, TimeAgo } from '../components';
import { useApiClient } from '../hooks/useApiClient';
import { POLL_MILLISECONDS, useLoad } from '../hooks/useLoad';
import { tabRouteRef } from '../routes';
import { CampaignForm } from './CampaignForm';

function CampaignLink(props: { campaign: AccessCampaign }) {
  const tab = useRouteRef(tabRouteRef);
  const { id, title } = props.campaign;
  return <Link to={`${tab({ tab: 'access' })}/campaigns/${id}`}>{title}</Link>;
}

const CAMPAIGN_STATES: Record<AccessCampaign['state'], string> = {
  open: 'Open',
  closed: 'Closed',
  cancelled: 'Cancelled',
};

const columns: DataColumn<AccessCampaign>[] = [
  {
    title: 'Campaign',
    render: campaign => <CampaignLink campaign={campaign} />,
  },
  {
    title: 'State',
    render: campaign => CAMPAIGN_STATES[campaign.state],
  },
  { title: 'Answered', render: campaignProgress },
  { title: 'Deadline', render: campaign => <TimeAgo at={campaign.deadline} /> },
  {
    title: 'Without an answer',
    render: campaign =>
      campaign.unanswered === 'end' ? 'the grant ends' : 'the grant stays',
  },
];

function waitingColumn(
  waiting: AccessWaiting['campaigns'] = [],
): DataColumn<AccessCampaign> {
  return {
    title: 'Waits for you',
    render: campaign => {
      const mine = waiting.find(({ id }) => id === campaign.id);
      return mine ? counted(mine.grants, 'grant') : '–';
    },
  };
}

/** Reviews of live grants. */
export function CampaignList(props: { waiting?: AccessWaiting['campaigns'] }) {
  const api = useApiClient();
  const loaded = useLoad(signal => api.campaigns(signal), 'campaigns', {
    poll: POLL_MILLISECONDS,
  });
  const { allowed } = usePermission({ permission: accessAdministerPermission });
  return (
    <LoadBoundary loaded={loaded} what="the campaigns">
      {campaigns => (
        <>
          <DataTable
            label="Campaigns"
            columns={[...columns, waitingColumn(props.waiting)]}
            rows={campaigns}
            rowKey={campaign => campaign.id}
            empty="No campaign has been started. An administrator can start one here, or config can do so on a calendar."
          />
          {allowed && <CampaignForm onDone={loaded.reload} />}
        </>
      )}
    </LoadBoundary>
  );
}

/** How far a campaign is: `7 of 12 (5 kept, 2 ended)`. */
export function campaignProgress(
  campaign: Pick<AccessCampaign, 'total' | 'kept' | 'ended'>,
): string {
  const { total, kept, ended } = campaign;
  return `${kept + ended} of ${total} (${kept} kept, ${ended} ended)`;
}
