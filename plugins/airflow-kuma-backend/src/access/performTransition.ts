import {
  AccessRole,
  AccessState,
  AccessTransition,
  findAccessTransition,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ConflictError, InputError, NotAllowedError } from '@backstage/errors';
import { Knex } from 'knex';
import { AuditActor, AuditStore } from '../audit';
import { AccessStore } from './store';
import { AccessRecord } from './types';

/** Past tense, for the trail. */
const ACTIONS: Record<AccessTransition, string> = {
  approve: 'access.request.approved',
  deny: 'access.request.denied',
  withdraw: 'access.request.withdrawn',
  lapse: 'access.request.lapsed',
  start: 'access.grant.started',
  confirm: 'access.grant.active',
  revoke: 'access.grant.revoked',
  expire: 'access.grant.expired',
  'end-unused': 'access.grant.ended-unused',
  'end-drift': 'access.grant.ended-drift',
  'end-review': 'access.grant.ended-review',
  supersede: 'access.grant.superseded',
  drift: 'access.grant.drifted',
  extend: 'access.grant.extension-requested',
  review: 'access.break-glass.reviewed',
  'ask-caller-again': 'access.callers-end.asked-again',
  finish: 'access.grant.removed',
};

/**
 * Takes a request from one state to the next, with its audit record, inside
 * one transaction. The state table alone says whether it may.
 */
export async function performTransition(
  rooms: { store: AccessStore; audit: AuditStore },
  transaction: Knex.Transaction,
  record: AccessRecord,
  transition: AccessTransition,
  options: {
    roles: AccessRole[];
    actor: AuditActor;
    rationale?: string;
    to?: AccessState;
    changes?: Partial<AccessRecord>;
    /** Further facts for the trail. */
    note?: Record<string, unknown>;
  },
): Promise<AccessRecord> {
  const row = checkTransition(record, transition, options.roles);
  if (row.rationale && !options.rationale?.trim()) {
    throw new InputError(`A rationale is required to ${transition}`);
  }
  const to =
    options.to ??
    (transition === 'finish' ? record.endsAs : undefined) ??
    row.to[0];
  if (!row.to.includes(to)) {
    throw new Error(`${transition} does not lead from ${row.from} to ${to}`);
  }
  const next = await rooms.store.update(transaction, {
    ...record,
    ...options.changes,
    ...(row.endsAs && { endsAs: row.endsAs }),
    state: to,
  });
  await rooms.audit.append(transaction, [
    {
      ...options.actor,
      action: ACTIONS[transition],
      requestId: record.id,
      subject: `${record.sourceName} → ${record.destinationName}`,
      before: { state: record.state },
      after: {
        state: to,
        ...(options.rationale && { rationale: options.rationale }),
        ...options.note,
      },
    },
  ]);
  return next;
}

/** The row that allows it; says whether the state or the person is what refuses. */
export function checkTransition(
  record: Pick<AccessRecord, 'id' | 'state'>,
  transition: AccessTransition,
  roles: AccessRole[],
) {
  const everybody: AccessRole[] = [
    'approver',
    'owner',
    'administrator',
    'system',
  ];
  const possible =
    findAccessTransition(record.state, transition, everybody) ??
    findAccessTransition(record.state, transition, ['requester']);
  if (!possible) {
    throw new ConflictError(
      `Request ${record.id} is ${record.state}: it cannot ${transition} now`,
    );
  }
  const row = findAccessTransition(record.state, transition, roles);
  if (!row) {
    throw new NotAllowedError(
      possible.notRequester && roles.includes('requester')
        ? `Nobody may ${transition} their own request, whatever else they are`
        : `To ${transition} request ${
            record.id
          } one has to be ${possible.roles.join(' or ')}`,
    );
  }
  return row;
}
