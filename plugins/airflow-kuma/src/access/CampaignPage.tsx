import {
  AccessCampaign,
  AccessCampaignItem,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { NotFoundError } from '@backstage/errors';
import Box from '@material-ui/core/Box';
import Typography from '@material-ui/core/Typography';
import { useParams } from 'react-router-dom';
import {
  DataColumn,
  DataTable,
  LoadBoundary,
  Section,
  TimeAgo,
} from '../components';
import { useApiClient } from '../hooks/useApiClient';
import { POLL_MILLISECONDS, useLoad } from '../hooks/useLoad';
import { DEFAULT_LIMIT, useTableState } from '../hooks/useTableState';
import { CampaignCancel } from './CampaignCancel';
import { CampaignExport } from './CampaignExport';
import { CampaignOutcome } from './CampaignOutcome';
import { CampaignReviewers } from './CampaignReviewers';
import { LastUse } from './LastUse';
import { RequestLink } from './RequestLink';
import { campaignProgress } from './CampaignList';

const WHEN: Record<AccessCampaign['state'], string> = {
  open: ', closes ',
  closed: ', closed ',
  cancelled: ', would have closed ',
};

/** One review: every grant in it, with its last use and the answer. */
export function CampaignPage() {
  const { id = '' } = useParams();
  const api = useApiClient();
  const { url, query, key } = useTableState({ filters: false });
  const { offset, limit } = query;
  const loaded = useLoad(
    async signal => {
      const [campaigns, items, reviewers] = await Promise.all([
        api.campaigns(signal),
        api.campaignItems(id, { offset, limit }, signal),
        api.campaignReviewers(id, signal),
      ]);
      const campaign = campaigns.find(item => item.id === id);
      if (!campaign) throw new NotFoundError(`There is no campaign ${id}`);
      return { campaign, items, reviewers };
    },
    `campaign ${id} ${key}`,
    { poll: POLL_MILLISECONDS },
  );
  const columns: DataColumn<AccessCampaignItem>[] = [
    {
      title: 'Grant',
      render: item => (
        <>
          <RequestLink request={item.request} />
          <Typography variant="caption" color="textSecondary" component="div">
            {item.request.reason}
          </Typography>
        </>
      ),
    },
    {
      title: 'Last used',
      render: ({ request }) => <LastUse request={request} />,
    },
    {
      title: 'Ends',
      render: ({ request }) =>
        request.end ? <TimeAgo at={request.end} /> : 'when revoked',
    },
    {
      title: 'Answer',
      render: item => <CampaignOutcome item={item} onDone={loaded.reload} />,
    },
  ];
  return (
    <LoadBoundary loaded={loaded} what="this campaign">
      {({ campaign, items, reviewers }) => (
        <Section
          title={campaign.title}
          action={<CampaignExport campaign={campaign} />}
        >
          <Typography variant="body2" gutterBottom>
            {`Answered: ${campaignProgress(campaign)}`}
            {WHEN[campaign.state]}
            <TimeAgo at={campaign.deadline} />
            {campaign.state === 'cancelled'
              ? '. It was cancelled: nothing more ends by it.'
              : unansweredInWords(campaign)}
          </Typography>
          <CampaignCancel campaign={campaign} onDone={loaded.reload} />
          <Box my={2}>
            <CampaignReviewers reviewers={reviewers} />
          </Box>
          <DataTable
            label="Grants to review"
            columns={columns}
            rows={items.items}
            rowKey={item => item.request.id}
            empty="No live grant fits this campaign."
            paging={{
              offset,
              limit,
              total: items.total,
              onChange: next =>
                url.set({
                  offset: next.offset ? String(next.offset) : undefined,
                  limit:
                    next.limit === DEFAULT_LIMIT
                      ? undefined
                      : String(next.limit),
                }),
            }}
          />
        </Section>
      )}
    </LoadBoundary>
  );
}

function unansweredInWords({
  unanswered,
}: Pick<AccessCampaign, 'unanswered'>): string {
  return unanswered === 'end'
    ? '. What nobody answers for ends then.'
    : '. What nobody answers for stays.';
}
