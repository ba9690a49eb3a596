import { durationEnd } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { BACKEND_ACTOR } from '../../audit';
import { AccessContext } from '../AccessContext';
import { openCampaign } from './startCampaign';

/**
 * Starts the campaigns of the config whose time has come again. The last one of
 * the same title says when that is, so that a restart starts none twice.
 */
export async function startDueCampaigns(
  context: AccessContext,
): Promise<number> {
  const now = context.now().toISOString();
  const known = await context.campaigns.list();
  let started = 0;
  for (const planned of context.config.campaigns) {
    const last = known.find(campaign => campaign.title === planned.title);
    const due = last && durationEnd(planned.every, last.createdAt);
    if (due && due > now) continue;
    const { title, filter, unanswered } = planned;
    const deadline = durationEnd(planned.answerWithin, now)!;
    const campaign = await openCampaign(
      context,
      { actor: BACKEND_ACTOR },
      {
        title,
        filter,
        unanswered,
        deadline,
      },
    );
    if (campaign) started++;
  }
  return started;
}
