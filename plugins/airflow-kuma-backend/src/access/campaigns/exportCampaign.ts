import { AccessContext } from '../AccessContext';
import { Caller } from '../types';
import { campaignRecord, CampaignRecord } from './campaignRecord';

/** Gives out the record of a campaign, which the trail remembers. */
export async function exportCampaign(
  context: AccessContext,
  caller: Caller,
  id: string,
  format: 'csv' | 'json',
): Promise<CampaignRecord> {
  const record = await campaignRecord(context, id);
  await context.audit.record([
    {
      ...caller.audit,
      action: 'access.campaign.exported',
      subject: record.campaign.title,
      after: { id, format, grants: record.grants.length },
    },
  ]);
  return record;
}
