import {
  AccessDecisionInput,
  AccessTransition,
  callersEndCanRetry,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { InputError } from '@backstage/errors';
import { AccessContext } from '../AccessContext';
import { againWhenChanged } from '../againWhenChanged';
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
  const record = await act(context, caller, id, input, 'withdraw', {
    changes: (by, at) => ({
      endedAt: at,
      endedBy: by,
      endReason: input.rationale?.trim() || 'withdrawn by who asked',
    }),
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
  const record = await act(context, caller, id, input, 'revoke', {
    changes: (by, at) => ({
      endedAt: at,
      endedBy: by,
      endReason: `revoked: ${input.rationale?.trim()}`,
    }),
  });
  await context.events.emit(
    record.state === 'removing' ? 'ending' : 'ended',
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
  const record = await act(context, caller, id, input, 'review', {
    check: current => {
      if (!current.breakGlass || current.review) {
        throw new InputError(`Request ${id} has no review to be done`);
      }
    },
    changes: (by, at) => ({
      review: { by, at, rationale: input.rationale?.trim() ?? '' },
    }),
  });
  await context.events.emit('reviewed', record);
  return record;
}

/** Asks the owner of the caller's workload once more, who said no. */
export async function askCallerAgain(
  context: AccessContext,
  caller: Caller,
  id: string,
  input: AccessDecisionInput,
): Promise<AccessRecord> {
  const record = await act(context, caller, id, input, 'ask-caller-again', {
    check: current => {
      if (!callersEndCanRetry(current.callersEnd)) {
        throw new InputError(
          `Nobody said no at the caller's end of request ${id}`,
        );
      }
    },
    changes: () => ({ askCallerAgain: true }),
  });
  await context.events.emit('caller-asked-again', record);
  return record;
}

/**
 * One transition by one person, on the request as it is now. The backend may
 * take a step of its own in between, here or on another replica: what a person
 * says does not rest on that step, so it is judged again on what is there then.
 */
async function act(
  context: AccessContext,
  caller: Caller,
  id: string,
  { rationale }: AccessDecisionInput,
  transition: AccessTransition,
  options: {
    check?(current: AccessRecord): void;
    changes(by: string, at: string): Partial<AccessRecord>;
  },
): Promise<AccessRecord> {
  const user = personOf(caller);
  return againWhenChanged(() =>
    context.store.transaction(async transaction => {
      const current = await context.store.get(id, transaction);
      options.check?.(current);
      return performTransition(context, transaction, current, transition, {
        roles: rolesOf(current, caller, context.config.administrators),
        actor: caller.audit,
        rationale,
        changes: options.changes(user, context.now().toISOString()),
      });
    }),
  );
}
