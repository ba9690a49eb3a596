import { AccessCampaign } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ConflictError } from '@backstage/errors';
import { z } from 'zod';
import { AccessContext } from '../AccessContext';
import { personOf } from '../requests/decideRequest';
import { Caller } from '../types';
import { progressOf } from './progressOf';
import { tellCancelled } from './tellReviewers';

export const cancelSchema = z.strictObject({
  rationale: z.string().trim().min(1).max(4000),
});

/** Ends a campaign before its deadline: nothing ends by it, and answers stand. */
export async function cancelCampaign(
  context: AccessContext,
  caller: Caller,
  id: string,
  { rationale }: z.output<typeof cancelSchema>,
): Promise<AccessCampaign> {
  personOf(caller);
  const campaign = await context.campaigns.get(id);
  const reviewers = await progressOf(context, campaign);
  await context.store.transaction(async transaction => {
    if (!(await context.campaigns.end(transaction, id, 'cancelled'))) {
      throw new ConflictError(
        `Campaign ${id} is ${campaign.state}: it cannot be cancelled now`,
      );
    }
    await context.audit.append(transaction, [
      {
        ...caller.audit,
        action: 'access.campaign.cancelled',
        subject: campaign.title,
        after: { id, rationale, unanswered: campaign.open },
      },
    ]);
  });
  await tellCancelled(context, campaign, reviewers);
  return context.campaigns.get(id);
}
