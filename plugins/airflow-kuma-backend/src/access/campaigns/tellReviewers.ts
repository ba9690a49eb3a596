import {
  AccessCampaign,
  AccessCampaignNoticeKind,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { BACKEND_ACTOR } from '../../audit';
import { AccessContext } from '../AccessContext';
import { dueNotice } from './dueNotice';
import { progressOf } from './progressOf';

type Due = { ref: string; grants: number; kind: AccessCampaignNoticeKind };

const ACTIONS: Record<AccessCampaignNoticeKind, string> = {
  started: 'access.campaign.reviewer-told',
  'reminded-7d': 'access.campaign.reviewer-reminded',
  'reminded-1d': 'access.campaign.reviewer-reminded',
  cancelled: 'access.campaign.reviewer-told',
};

/** Tells reviewers of open campaigns what waits for them: at the start, and before the deadline. */
export async function tellReviewers(context: AccessContext): Promise<number> {
  let sent = 0;
  for (const campaign of await context.campaigns.open()) {
    sent += await tellReviewersOf(context, campaign);
  }
  return sent;
}

/** The same for one campaign. */
export async function tellReviewersOf(
  context: AccessContext,
  campaign: AccessCampaign,
): Promise<number> {
  const now = context.now().getTime();
  const reviewers = await progressOf(context, campaign);
  return send(
    context,
    campaign,
    reviewers.flatMap(({ ref, waiting, notices }) => {
      const kind = waiting > 0 && dueNotice(campaign, notices, now);
      return kind ? [{ ref, grants: waiting, kind }] : [];
    }),
  );
}

/** Takes back what still waited in a campaign, as it was before it was cancelled. */
export async function tellCancelled(
  context: AccessContext,
  campaign: AccessCampaign,
  reviewers: Awaited<ReturnType<typeof progressOf>>,
): Promise<number> {
  return send(
    context,
    campaign,
    reviewers
      .filter(({ waiting, notices }) => waiting > 0 && notices.length > 0)
      .map(({ ref, waiting }) => ({ ref, grants: waiting, kind: 'cancelled' })),
  );
}

/** First taken, then sent: a replica that is killed in between sends one less, never two. */
async function send(
  context: AccessContext,
  campaign: AccessCampaign,
  due: Due[],
): Promise<number> {
  let sent = 0;
  for (const { ref, grants, kind } of due) {
    const at = context.now().toISOString();
    const notice = { campaignId: campaign.id, reviewer: ref, kind, grants, at };
    if (!(await context.notices.take(notice))) continue;
    if (!(await context.events.emitCampaign({ campaign, ...notice }))) continue;
    await context.store.transaction(async transaction => {
      await context.notices.markSent(transaction, notice);
      await context.audit.append(transaction, [
        {
          actor: BACKEND_ACTOR,
          action: ACTIONS[kind],
          subject: campaign.title,
          after: { id: campaign.id, reviewer: ref, grants, about: kind },
        },
      ]);
    });
    sent++;
  }
  return sent;
}
