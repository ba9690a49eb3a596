import { AccessDecisionInput } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { InputError } from '@backstage/errors';
import { AccessContext } from '../AccessContext';
import { performTransition } from '../performTransition';
import { rolesOf } from '../roles';
import { AccessRecord, Caller } from '../types';
import { personOf } from './decideRequest';

/** The requester takes back what is not decided or not started. */
export async function withdrawRequest(
  context: AccessContext,
  caller: Caller,
  id: string,
  input: AccessDecisionInput,
): Promise<AccessRecord> {
  const user = personOf(caller);
  const record = await context.store.transaction(async transaction => {
    const current = await context.store.get(id, transaction);
    return performTransition(context, transaction, current, 'withdraw', {
      roles: rolesOf(current, caller, context.config.administrators),
      actor: caller.audit,
      rationale: input.rationale,
      changes: {
        endedAt: context.now().toISOString(),
        endedBy: user,
        endReason: input.rationale?.trim() || 'withdrawn by who asked',
      },
    });
  });
  await context.events.emit('withdrawn', record);
  return record;
}

/** Ends a grant before its time; it is removed from the mesh by the reconciler. */
export async function revokeRequest(
  context: AccessContext,
  caller: Caller,
  id: string,
  input: AccessDecisionInput,
): Promise<AccessRecord> {
  const user = personOf(caller);
  const record = await context.store.transaction(async transaction => {
    const current = await context.store.get(id, transaction);
    return performTransition(context, transaction, current, 'revoke', {
      roles: rolesOf(current, caller, context.config.administrators),
      actor: caller.audit,
      rationale: input.rationale,
      changes: {
        endedAt: context.now().toISOString(),
        endedBy: user,
        endReason: `revoked: ${input.rationale?.trim()}`,
      },
    });
  });
  await context.events.emit(
    record.state === 'removed' ? 'ended' : 'ending',
    record,
    input.rationale,
  );
  return record;
}

/** Looks at a break-glass after the fact; until then its user has no other. */
export async function reviewRequest(
  context: AccessContext,
  caller: Caller,
  id: string,
  input: AccessDecisionInput,
): Promise<AccessRecord> {
  const user = personOf(caller);
  const record = await context.store.transaction(async transaction => {
    const current = await context.store.get(id, transaction);
    if (!current.breakGlass || current.review) {
      throw new InputError(`Request ${id} has no review to be done`);
    }
    return performTransition(context, transaction, current, 'review', {
      roles: rolesOf(current, caller, context.config.administrators),
      actor: caller.audit,
      rationale: input.rationale,
      changes: {
        review: {
          by: user,
          at: context.now().toISOString(),
          rationale: input.rationale?.trim() ?? '',
        },
      },
    });
  });
  await context.events.emit('reviewed', record);
  return record;
}
