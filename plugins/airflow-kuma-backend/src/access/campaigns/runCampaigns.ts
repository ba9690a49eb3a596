import {
  AccessCampaign,
  AccessCampaignPreview,
  AccessRole,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ConflictError, InputError, NotAllowedError } from '@backstage/errors';
import { z } from 'zod';
import { AuditActor, BACKEND_ACTOR } from '../../audit';
import { AccessContext } from '../AccessContext';
import { performTransition } from '../performTransition';
import { tryTransition } from '../reconcile/keepTime';
import { newId } from '../requests/newId';
import { personOf } from '../requests/decideRequest';
import { rolesOf } from '../roles';
import { AccessRecord, Caller } from '../types';

export const campaignSchema = z.strictObject({
  title: z.string().trim().min(3).max(200),
  deadline: z.iso.datetime({ offset: true }),
  unanswered: z.enum(['end', 'keep']),
  filter: z.strictObject({
    dataDomain: z.string().trim().max(255).optional(),
    owner: z.string().trim().max(255).optional(),
  }),
});

export const previewSchema = campaignSchema.pick({ filter: true });

export const cancelSchema = z.strictObject({
  rationale: z.string().trim().min(1).max(4000),
});

export const answerSchema = z.strictObject({
  decision: z.enum(['keep', 'end']),
  rationale: z.string().trim().min(1).max(4000),
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
  return context.campaigns.get(id);
}

async function grantsIn(
  { store }: Pick<AccessContext, 'store'>,
  { dataDomain, owner }: z.output<typeof campaignSchema>['filter'],
): Promise<AccessRecord[]> {
  const live = await store.all({ states: ['active'] });
  return live.filter(
    record =>
      (!dataDomain || record.domains.includes(dataDomain)) &&
      (!owner ||
        record.resolved.targets.some(target => target.owner === owner)),
  );
}

/** How many grants a campaign would look at, and whose: asked before it starts. */
export async function previewCampaign(
  context: Pick<AccessContext, 'store'>,
  { filter }: z.output<typeof previewSchema>,
): Promise<AccessCampaignPreview> {
  const grants = await grantsIn(context, filter);
  const counts = new Map<string, number>();
  for (const { resolved } of grants) {
    for (const owner of new Set(resolved.targets.map(each => each.owner))) {
      counts.set(owner, (counts.get(owner) ?? 0) + 1);
    }
  }
  return {
    grants: grants.length,
    owners: [...counts]
      .map(([ref, number]) => ({ ref, grants: number }))
      .sort(
        (left, right) =>
          right.grants - left.grants || (left.ref < right.ref ? -1 : 1),
      ),
  };
}

/** Ends a campaign before its deadline: nothing ends by it, and answers stand. */
export async function cancelCampaign(
  context: AccessContext,
  caller: Caller,
  id: string,
  { rationale }: z.output<typeof cancelSchema>,
): Promise<AccessCampaign> {
  personOf(caller);
  const campaign = await context.campaigns.get(id);
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
  return context.campaigns.get(id);
}

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
            lastUsed: record.lastUsed,
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

/** Closes campaigns whose deadline is over; what nobody answered ends or stays by their rule. */
export async function closeCampaigns(context: AccessContext): Promise<number> {
  const now = context.now().toISOString();
  const due = await context.campaigns.due(now);
  for (const campaign of due) {
    const open = (await context.campaigns.items(campaign.id)).filter(
      item => !item.answer,
    );
    let isMissed = false;
    for (const { requestId } of campaign.unanswered === 'end' ? open : []) {
      const record = await context.store.get(requestId);
      if (record.state !== 'active') continue;
      const next = await tryTransition(
        context,
        record,
        'end-review',
        'ending',
        {
          endedAt: now,
          endedBy: BACKEND_ACTOR,
          endReason: `ended in review "${campaign.title}": nobody answered in time`,
        },
        { campaign: campaign.id },
      );
      if (!next) isMissed = true;
    }
    // Somebody changed one of them just now: it is judged again in a minute.
    if (isMissed) continue;
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
            total: campaign.total,
            kept: campaign.kept,
            ended: campaign.ended,
            unanswered: open.length,
            rule: campaign.unanswered,
          },
        },
      ]);
    });
  }
  return due.length;
}
