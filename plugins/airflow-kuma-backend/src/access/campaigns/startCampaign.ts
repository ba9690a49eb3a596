import { AccessCampaign } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { InputError } from '@backstage/errors';
import { z } from 'zod';
import { AuditActor } from '../../audit';
import { AccessContext } from '../AccessContext';
import { personOf } from '../requests/decideRequest';
import { newId } from '../requests/newId';
import { Caller } from '../types';
import { filterSchema, grantsIn } from './previewCampaign';
import { tellReviewersOf } from './tellReviewers';

export const campaignSchema = z.strictObject({
  title: z.string().trim().min(3).max(200),
  deadline: z.iso.datetime({ offset: true }),
  unanswered: z.enum(['end', 'keep']),
  filter: filterSchema,
});

/** Starts a review of the live grants of a domain or an owner. */
export async function startCampaign(
  context: AccessContext,
  caller: Caller,
  input: z.output<typeof campaignSchema>,
): Promise<AccessCampaign> {
  personOf(caller);
  const deadline = new Date(input.deadline).toISOString();
  if (deadline <= context.now().toISOString()) {
    throw new InputError('deadline: it has to lie ahead');
  }
  const campaign = await openCampaign(context, caller.audit, {
    ...input,
    deadline,
  });
  if (!campaign) throw new InputError('filter: no live grant fits');
  return campaign;
}

/** The same for people and for the calendar; nothing where no live grant fits. */
export async function openCampaign(
  context: AccessContext,
  actor: AuditActor,
  input: z.output<typeof campaignSchema>,
): Promise<AccessCampaign | undefined> {
  const grants = await grantsIn(context, input.filter);
  if (grants.length === 0) return undefined;
  const id = newId();
  await context.store.transaction(async transaction => {
    await context.campaigns.insert(
      transaction,
      {
        id,
        createdBy: actor.actor,
        createdAt: context.now().toISOString(),
        state: 'open',
        ...input,
      },
      grants.map(grant => grant.id),
    );
    await context.audit.append(transaction, [
      {
        ...actor,
        action: 'access.campaign.started',
        subject: input.title,
        after: { id, ...input, grants: grants.length },
      },
    ]);
  });
  const campaign = await context.campaigns.get(id);
  try {
    await tellReviewersOf(context, campaign);
  } catch (error) {
    context.logger.warn(
      `Reviewers of campaign ${id} are told in a minute: ${
        (error as Error).message
      }`,
    );
  }
  return campaign;
}
