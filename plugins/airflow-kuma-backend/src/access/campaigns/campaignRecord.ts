import {
  AccessCampaign,
  AccessCampaignItem,
  AccessCampaignReviewer,
  toCsvLine,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { AccessContext } from '../AccessContext';
import { lastUseOf } from '../upkeep/lastUseOf';
import { outcomeOf } from './outcomeOf';
import { progressOf } from './progressOf';
import { recordsOf } from './recordsOf';
import { reviewersOf } from './reviewersOf';

/** One grant in the record of a campaign. */
export type CampaignRecordLine = Pick<
  AccessCampaignItem,
  'at' | 'by' | 'decision' | 'outcome' | 'rationale'
> & {
  requestId: string;
  /** Entity refs. */
  dags: string[];
  services: string[];
  requester: string;
  reviewers: string[];
  lastUsed?: string;
  /** State of the grant when this was written. */
  state: string;
  endedAt?: string;
  endReason?: string;
};

/** All that a campaign has to tell: each grant, and who was told when. */
export type CampaignRecord = {
  format: 'airflow-kuma-campaign/1';
  campaign: AccessCampaign;
  reviewers: AccessCampaignReviewer[];
  grants: CampaignRecordLine[];
};

/** The record of a campaign, as of now. */
export async function campaignRecord(
  context: AccessContext,
  id: string,
): Promise<CampaignRecord> {
  const campaign = await context.campaigns.get(id);
  const items = await recordsOf(context, id);
  return {
    format: 'airflow-kuma-campaign/1',
    campaign,
    reviewers: await progressOf(context, campaign),
    grants: items.map(item => {
      const { record, answer } = item;
      const { resolved, requester, state, endedAt, endReason } = record;
      return {
        requestId: record.id,
        dags: resolved.dags.map(dag => dag.ref),
        services: [...new Set(resolved.targets.map(target => target.ref))],
        requester,
        reviewers: reviewersOf(record),
        lastUsed: lastUseOf(record),
        ...answer,
        outcome: outcomeOf(campaign, item),
        state,
        endedAt,
        endReason,
      };
    }),
  };
}

const COLUMNS = [
  'requestId',
  'dags',
  'services',
  'requester',
  'reviewers',
  'decision',
  'by',
  'at',
  'rationale',
  'outcome',
  'lastUsed',
  'state',
  'endedAt',
  'endReason',
] as const;

/** The same as CSV: a line for each grant, with who was told of it and when. */
export function campaignCsv(record: CampaignRecord): string {
  const { campaign, reviewers, grants } = record;
  const told = (refs: string[], isWanted: (kind: string) => boolean) =>
    reviewers
      .filter(({ ref }) => refs.includes(ref))
      .flatMap(({ ref, notices }) =>
        notices
          .filter(({ kind }) => isWanted(kind))
          .map(({ at, sent }) => `${ref} ${at}${sent ? '' : ' (not sent)'}`),
      )
      .join('; ');
  const header = toCsvLine([
    'campaign',
    'title',
    ...COLUMNS,
    'told',
    'reminded',
  ]);
  const lines = grants.map(grant =>
    toCsvLine([
      campaign.id,
      campaign.title,
      ...COLUMNS.map(column => [grant[column] ?? []].flat().join('; ')),
      told(grant.reviewers, kind => kind === 'started'),
      told(grant.reviewers, kind => kind.startsWith('reminded')),
    ]),
  );
  return header + lines.join('');
}
