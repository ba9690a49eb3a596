import { AccessContext } from '../AccessContext';
import { AccessRecord } from '../types';
import { CampaignItem } from './CampaignStore';

/** Each grant of a campaign, with what was answered for it. */
export async function recordsOf(
  context: Pick<AccessContext, 'campaigns' | 'store'>,
  campaignId: string,
): Promise<(CampaignItem & { record: AccessRecord })[]> {
  const [items, records] = await Promise.all([
    context.campaigns.items(campaignId),
    context.store.all({ campaign: campaignId }),
  ]);
  const byId = new Map(records.map(record => [record.id, record]));
  return items.flatMap(item => {
    const record = byId.get(item.requestId);
    return record ? [{ ...item, record }] : [];
  });
}
