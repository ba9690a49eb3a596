import {
  AccessDecisionInput,
  countApproval,
  counted,
  durationInWords,
  isApproved,
  isLonger,
  missingApprovals,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ConflictError, InputError, NotAllowedError } from '@backstage/errors';
import { AccessContext } from '../AccessContext';
import { againWhenChanged } from '../againWhenChanged';
import { checkTransition, performTransition } from '../performTransition';
import { assess, Assessment } from '../preview/assess';
import { rolesOf } from '../roles';
import { AccessRecord, Caller } from '../types';
import { grantTimes } from './createRequest';

/**
 * Decides a request as one person. Only people decide, and only themselves: a
 * plugin that calls with a user's authority (a template, an agent) is refused
 * like a service.
 */
export async function decideRequest(
  context: AccessContext,
  caller: Caller,
  id: string,
  decision: 'approve' | 'deny',
  input: AccessDecisionInput,
): Promise<AccessRecord> {
  // Two of n people can approve in the same instant: the one that comes second
  // is judged again on what the first has left.
  return againWhenChanged(() =>
    decideOnce(context, caller, id, decision, input),
  );
}

async function decideOnce(
  context: AccessContext,
  caller: Caller,
  id: string,
  decision: 'approve' | 'deny',
  input: AccessDecisionInput,
): Promise<AccessRecord> {
  const user = personOf(caller);
  const record = await context.store.get(id);
  const roles = rolesOf(record, caller, context.config.administrators);
  checkTransition(record, decision, roles);
  const rationale = input.rationale?.trim();
  if (!rationale)
    throw new InputError(`A rationale is required to ${decision}`);
  const at = context.now().toISOString();

  if (decision === 'deny') {
    const denied = await context.store.transaction(async transaction => {
      await context.store.addDecision(transaction, id, {
        by: user,
        at,
        decision,
        rationale,
      });
      return performTransition(context, transaction, record, 'deny', {
        roles,
        actor: caller.audit,
        rationale,
        changes: {
          endedAt: at,
          endedBy: user,
          endReason: `denied: ${rationale}`,
        },
      });
    });
    await context.events.emit('denied', denied, rationale);
    return denied;
  }

  const changes = shortened(record, input);
  const assessment = await assessDecision(context, record, caller);
  const before = record.extends
    ? await context.store.find(record.extends)
    : undefined;
  checkImpact(assessment, input);
  // Written under the version that was judged: whoever was faster makes this
  // one be judged again.
  const approved = await context.store.transaction(async transaction => {
    await context.store.addDecision(transaction, id, {
      by: user,
      at,
      decision,
      rationale,
    });
    const approvals = countApproval(record.approvals, {
      ref: user,
      ownershipRefs: caller.ownershipRefs,
    });
    const next: AccessRecord = {
      ...record,
      ...changes,
      approvals,
      confirmedImpact: assessment.impactHash,
    };
    const complete = isApproved(approvals);
    if (complete) {
      next.plan = assessment.planned!.plan;
      next.allowedBefore = assessment.allowedAlready;
      grantTimes(next, at, before);
    }
    const granted = (next.start ?? at) > at ? 'scheduled' : 'applying';
    const to = complete ? granted : 'pending';
    return performTransition(context, transaction, next, 'approve', {
      roles,
      actor: caller.audit,
      rationale,
      to,
      note: {
        approvals,
        impactHash: assessment.impactHash,
        ...(changes.duration && { duration: changes.duration }),
        ...(complete && {
          end: next.end,
          policies: next.plan?.policies.map(policy => policy.name),
        }),
        waiting: missingApprovals(approvals),
      },
    });
  });
  const fresh: AccessRecord = {
    ...approved,
    decisions: [...approved.decisions, { by: user, at, decision, rationale }],
  };
  await context.events.emit(
    fresh.state === 'pending' ? 'approved-partly' : 'granted',
    fresh,
    rationale,
  );
  return fresh;
}

/** The preview of an existing request, as its approvers have to see it. */
export async function assessDecision(
  context: AccessContext,
  record: AccessRecord,
  caller: Caller,
): Promise<Assessment> {
  return assess(
    context,
    {
      source: record.source,
      destination: record.destination,
      reason: record.reason,
      duration: record.duration,
      ...(record.start && { start: record.start }),
      ...(record.extends && { extends: record.extends }),
    },
    caller,
    { requester: record.requester, onBehalfOf: record.onBehalfOf },
    record.id,
    { purpose: 'decision' },
  );
}

/** Only people, and only directly. */
export function personOf(caller: Caller): string {
  if (!caller.user)
    throw new NotAllowedError('Only people decide, no service does');
  if (caller.via) {
    throw new NotAllowedError(
      `Only people decide, and ${caller.via} calls in this person's name`,
    );
  }
  return caller.user;
}

function shortened(
  record: AccessRecord,
  { duration }: AccessDecisionInput,
): { duration?: string } {
  if (!duration || duration === record.duration) return {};
  if (isLonger(duration, record.duration, record.start ?? record.requestedAt)) {
    throw new InputError(
      `Approvers may shorten a grant, never lengthen it beyond ${durationInWords(
        record.duration,
      )}`,
    );
  }
  return { duration };
}

function checkImpact(assessment: Assessment, input: AccessDecisionInput): void {
  if (assessment.problems.length > 0 || !assessment.planned) {
    throw new ConflictError(
      `It can no longer be granted: ${assessment.problems
        .map(problem => problem.message)
        .join('; ')}`,
    );
  }
  if (
    assessment.impactHash === 'none' ||
    assessment.impactHash === input.impactHash
  )
    return;
  const { gains, loses } = assessment.impact;
  const { sharing } = assessment;
  const touched = [
    gains.length > 0 && `${gains.length} more would gain access`,
    loses.length > 0 && `${loses.length} would lose it`,
    sharing.length > 0 &&
      `${counted(sharing.length, 'DAG')} would gain by the shared identity`,
  ].filter(Boolean);
  throw new ConflictError(
    `Others are touched by it too: ${touched.join(
      ', ',
    )}. Approve with the impactHash of the preview that you looked at; this one is ${
      input.impactHash ? 'not the current one' : 'missing'
    }`,
  );
}
