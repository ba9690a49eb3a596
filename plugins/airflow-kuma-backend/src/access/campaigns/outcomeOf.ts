import {
  AccessCampaign,
  AccessCampaignOutcome,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { AccessRecord } from '../types';
import { CampaignItem } from './CampaignStore';

/** What became of a grant in a campaign. */
export function outcomeOf(
  campaign: Pick<AccessCampaign, 'state'>,
  item: Pick<CampaignItem, 'answer' | 'outcome'> & {
    record: Pick<AccessRecord, 'state'>;
  },
): AccessCampaignOutcome {
  if (item.answer) return item.answer.decision === 'keep' ? 'kept' : 'ended';
  if (item.outcome) return item.outcome;
  if (campaign.state === 'cancelled') return 'not-asked';
  return item.record.state === 'active' ? 'waits' : 'gone';
}
