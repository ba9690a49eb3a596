import { AccessRole } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { BACKEND_ACTOR } from '../../audit';
import { AccessContext, MeshPlace } from '../AccessContext';
import { AccessEventName } from '../events/AccessEvents';
import { performTransition } from '../performTransition';
import { AccessRecord } from '../types';

export const SYSTEM: { roles: AccessRole[]; actor: { actor: string } } = {
  roles: ['system'],
  actor: { actor: BACKEND_ACTOR },
};

const STEPS = {
  pending: {
    transition: 'lapse',
    event: 'lapsed',
    reason: 'nobody decided in time',
  },
  scheduled: { transition: 'start', event: 'started', reason: undefined },
  applying: {
    transition: 'expire',
    event: 'ending',
    reason: 'its time is over',
  },
  active: { transition: 'expire', event: 'ending', reason: 'its time is over' },
} as const;

/** Lets requests lapse, start and expire whose time has come. */
export async function keepTime(context: AccessContext): Promise<MeshPlace[]> {
  const touched: MeshPlace[] = [];
  for (const record of await context.store.due(context.now().toISOString())) {
    const step = STEPS[record.state as keyof typeof STEPS];
    const next = await tryTransition(
      context,
      record,
      step.transition,
      step.event,
      {
        ...(step.reason && {
          endedAt: context.now().toISOString(),
          endedBy: BACKEND_ACTOR,
          endReason:
            step.transition === 'expire'
              ? `expired: ${step.reason}`
              : `lapsed: ${step.reason}`,
        }),
      },
    );
    if (next)
      touched.push({ controlPlane: record.controlPlane, mesh: record.mesh });
  }
  return touched;
}

/**
 * A transition by the backend itself. Somebody may have been faster (a person,
 * another replica): then theirs stands, and the next pass looks again.
 */
export async function tryTransition(
  context: AccessContext,
  record: AccessRecord,
  transition: Parameters<typeof performTransition>[3],
  event: AccessEventName | undefined,
  changes: Partial<AccessRecord>,
  note?: Record<string, unknown>,
): Promise<AccessRecord | undefined> {
  try {
    const next = await context.store.transaction(async transaction =>
      performTransition(context, transaction, record, transition, {
        ...SYSTEM,
        changes,
        note: {
          ...(changes.endReason && { reason: changes.endReason }),
          ...note,
        },
      }),
    );
    if (event) await context.events.emit(event, next, changes.endReason);
    return next;
  } catch (error) {
    if ((error as Error).name !== 'ConflictError') throw error;
    return undefined;
  }
}
