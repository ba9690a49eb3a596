import { AccessDecisionInput } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { InputError } from '@backstage/errors';
import { AccessContext } from '../AccessContext';
import { AccessRecord, Caller } from '../types';
import { createRequest } from './createRequest';

/**
 * Asks for more time. It is a request like any other, with a decision of its
 * own; once its grant is active it takes the place of the one before.
 */
export async function extendRequest(
  context: AccessContext,
  caller: Caller,
  id: string,
  input: AccessDecisionInput,
): Promise<AccessRecord> {
  const record = await context.store.get(id);
  if (!input.duration)
    throw new InputError('duration: How much longer is required to extend');
  return createRequest(context, caller, {
    source: record.source,
    destination: record.destination,
    reason: input.rationale?.trim() || record.reason,
    ...(record.ticket && { ticket: record.ticket }),
    duration: input.duration,
    extends: id,
  });
}
