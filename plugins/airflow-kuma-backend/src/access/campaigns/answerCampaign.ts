import { AccessRole } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { InputError, NotAllowedError } from '@backstage/errors';
import { z } from 'zod';
import { AccessContext } from '../AccessContext';
import { performTransition } from '../performTransition';
import { personOf } from '../requests/decideRequest';
import { rolesOf } from '../roles';
import { AccessRecord, Caller } from '../types';
import { lastUseOf } from '../upkeep/lastUseOf';

export const answerSchema = z.strictObject({
  decision: z.enum(['keep', 'end']),
  rationale: z.string().trim().min(1).max(4000),
});

/** Owners and approvers answer; who asked for a grant does not keep it. */
export function mayAnswer(caller: Caller, record: AccessRecord): boolean {
  const roles: AccessRole[] = rolesOf(record, caller, []);
  return (
    record.state === 'active' &&
    !caller.via &&
    (roles.includes('owner') || roles.includes('approver')) &&
    !roles.includes('requester')
  );
}

/** Keeps or ends one grant of an open campaign. */
export async function answerCampaign(
  context: AccessContext,
  caller: Caller,
  campaignId: string,
  requestId: string,
  input: z.output<typeof answerSchema>,
): Promise<void> {
  const by = personOf(caller);
  const campaign = await context.campaigns.get(campaignId);
  if (campaign.state !== 'open')
    throw new InputError(`Campaign ${campaignId} is ${campaign.state}`);
  const at = context.now().toISOString();
  const ended = await context.store.transaction(async transaction => {
    const record = await context.store.get(requestId, transaction);
    if (!mayAnswer(caller, record)) {
      throw new NotAllowedError(
        'Only owners and approvers answer, never for a grant of their own',
      );
    }
    await context.campaigns.answer(transaction, campaignId, requestId, {
      decision: input.decision,
      by,
      at,
      rationale: input.rationale,
    });
    if (input.decision === 'keep') {
      await context.audit.append(transaction, [
        {
          ...caller.audit,
          action: 'access.grant.kept-review',
          requestId,
          subject: `${record.sourceName} → ${record.destinationName}`,
          after: {
            campaign: campaignId,
            rationale: input.rationale,
            lastUsed: lastUseOf(record),
          },
        },
      ]);
      return undefined;
    }
    return performTransition(context, transaction, record, 'end-review', {
      roles: ['system'],
      actor: caller.audit,
      rationale: input.rationale,
      changes: {
        endedAt: at,
        endedBy: by,
        endReason: `ended in review "${campaign.title}": ${input.rationale}`,
      },
      note: { campaign: campaignId },
    });
  });
  if (ended) await context.events.emit('ending', ended, input.rationale);
}
