import { AccessCampaign } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { BACKEND_ACTOR } from '../../audit';
import { AccessContext } from '../AccessContext';
import { performTransition } from '../performTransition';
import { SYSTEM } from '../reconcile/keepTime';
import { AccessRecord } from '../types';
import { recordsOf } from './recordsOf';

/** Closes campaigns whose deadline is over; what nobody answered ends or stays by their rule. */
export async function closeCampaigns(context: AccessContext): Promise<number> {
  const now = context.now().toISOString();
  const due = (await context.campaigns.open()).filter(
    ({ deadline }) => deadline <= now,
  );
  for (const campaign of due) await close(context, campaign);
  return due.length;
}

async function close(
  context: AccessContext,
  campaign: AccessCampaign,
): Promise<void> {
  let isMissed = false;
  for (const { answer, outcome, record } of await recordsOf(
    context,
    campaign.id,
  )) {
    if (answer || outcome) continue;
    if (!(await settle(context, campaign, record))) isMissed = true;
  }
  // Somebody changed one of them just now: it is judged again in a minute.
  if (isMissed) return;
  const { total, kept, ended, open } = await context.campaigns.get(campaign.id);
  await context.store.transaction(async transaction => {
    // Somebody cancelled it, or another replica closed it, in between.
    if (!(await context.campaigns.end(transaction, campaign.id, 'closed'))) {
      return;
    }
    await context.audit.append(transaction, [
      {
        actor: BACKEND_ACTOR,
        action: 'access.campaign.closed',
        subject: campaign.title,
        after: {
          id: campaign.id,
          total,
          kept,
          ended,
          unanswered: open,
          rule: campaign.unanswered,
        },
      },
    ]);
  });
}

/**
 * What becomes of one grant that nobody answered for, together with what the
 * campaign says of it: an answer in the last moment stands. `false` where
 * somebody changed it meanwhile.
 */
async function settle(
  context: AccessContext,
  campaign: AccessCampaign,
  record: AccessRecord,
): Promise<boolean> {
  const endReason = `ended in review "${campaign.title}": nobody answered in time`;
  const mark = (
    transaction: Parameters<typeof context.campaigns.settle>[0],
    outcome: Parameters<typeof context.campaigns.settle>[3],
  ) => context.campaigns.settle(transaction, campaign.id, record.id, outcome);
  try {
    const ended = await context.store.transaction(async transaction => {
      if (record.state !== 'active') {
        await mark(transaction, 'gone');
        return undefined;
      }
      if (campaign.unanswered === 'keep') {
        await mark(transaction, 'stayed-unanswered');
        return undefined;
      }
      if (!(await mark(transaction, 'ended-unanswered'))) return undefined;
      return performTransition(context, transaction, record, 'end-review', {
        ...SYSTEM,
        changes: {
          endedAt: context.now().toISOString(),
          endedBy: BACKEND_ACTOR,
          endReason,
        },
        note: { reason: endReason, campaign: campaign.id },
      });
    });
    if (ended) await context.events.emit('ending', ended, endReason);
    return true;
  } catch (error) {
    if ((error as Error).name !== 'ConflictError') throw error;
    return false;
  }
}
