import {
  AccessCampaign,
  AccessCampaignNotice,
  AccessCampaignReviewer,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { AccessContext } from '../AccessContext';
import { outcomeOf } from './outcomeOf';
import { recordsOf } from './recordsOf';
import { reviewersOf } from './reviewersOf';

/** How far each reviewer of a campaign is, who has most to do first. */
export async function progressOf(
  context: Pick<AccessContext, 'campaigns' | 'notices' | 'store'>,
  campaign: AccessCampaign,
): Promise<AccessCampaignReviewer[]> {
  const reviewers = new Map<string, AccessCampaignReviewer>();
  for (const item of await recordsOf(context, campaign.id)) {
    const outcome = outcomeOf(campaign, item);
    for (const ref of reviewersOf(item.record)) {
      const reviewer = reviewers.get(ref) ?? nothingOf(ref);
      reviewers.set(ref, reviewer);
      reviewer.grants++;
      if (outcome === 'kept') reviewer.kept++;
      if (outcome === 'ended') reviewer.ended++;
      if (outcome === 'waits') reviewer.waiting++;
    }
  }
  for (const { reviewer, ...notice } of await context.notices.of(campaign.id)) {
    reviewers.get(reviewer)?.notices.push(notice);
  }
  return [...reviewers.values()].sort(
    (left, right) =>
      right.waiting - left.waiting || (left.ref < right.ref ? -1 : 1),
  );
}

function nothingOf(ref: string): AccessCampaignReviewer {
  const notices: AccessCampaignNotice[] = [];
  return { ref, grants: 0, kept: 0, ended: 0, waiting: 0, notices };
}
