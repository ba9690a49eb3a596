import {
  AccessDrift,
  CallersEnd,
  callersEndHoldsBack,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { BACKEND_ACTOR } from '../../audit';
import { AccessContext } from '../AccessContext';
import { AccessEventName } from '../events/AccessEvents';
import { tryTransition } from '../reconcile/keepTime';
import { AccessRecord } from '../types';

/** Who waits has to know; the rest is told by the state of the grant. */
const EVENTS: Partial<Record<CallersEnd['state'], AccessEventName>> = {
  refused: 'caller-refused',
  'taking-back': 'caller-taking-back',
};

/** Keeps how the caller's end of a request stands; a new state is for the trail. */
export async function keepCallersEnd(
  context: AccessContext,
  record: AccessRecord,
  end: CallersEnd,
): Promise<boolean> {
  const isTold = record.callersEnd?.state === end.state;
  if (
    isTold &&
    told(record.callersEnd!) === told(end) &&
    !record.askCallerAgain
  )
    return false;
  if (record.callersEnd === undefined && isNothing(record, end)) return false;
  const { askCallerAgain: _asked, ...rest } = record;
  const next: AccessRecord = { ...rest, callersEnd: end };
  if (record.state === 'active' && callersEndHoldsBack(end)) {
    return lost(context, next, end);
  }
  const kept = await context.store.transaction(async transaction => {
    const current = await context.store.get(record.id, transaction);
    // Somebody decided meanwhile: the next pass sees it.
    if (current.version !== record.version) return undefined;
    const updated = await context.store.update(transaction, next);
    if (!isTold) {
      await context.audit.append(transaction, [
        {
          actor: BACKEND_ACTOR,
          action: `access.callers-end.${end.state}`,
          requestId: record.id,
          subject: `${record.sourceName} → ${record.destinationName}`,
          ...(record.callersEnd && {
            before: { state: record.callersEnd.state },
          }),
          after: { waiting: end.reason, workloads: workloadsOf(end) },
        },
      ]);
    }
    return updated;
  });
  const event = EVENTS[end.state];
  if (kept && event && !isTold)
    await context.events.emit(event, kept, end.reason);
  return kept !== undefined;
}

/**
 * The way out of an active grant was closed: drift, answered as config says.
 * Whatever that is, the grant is not active while no call can work.
 */
async function lost(
  context: AccessContext,
  record: AccessRecord,
  end: CallersEnd,
): Promise<boolean> {
  const answer = context.config.drift;
  const now = context.now().toISOString();
  const drift: AccessDrift = {
    what: 'no-way-out',
    policy: end.workloads[0]?.workload ?? record.sourceName,
    since: now,
    answer,
    detail: end.reason,
  };
  const note = { drift, workloads: workloadsOf(end) };
  const next =
    answer === 'end'
      ? await tryTransition(
          context,
          record,
          'end-drift',
          'drifted',
          {
            drift,
            endedAt: now,
            endedBy: BACKEND_ACTOR,
            endReason: `ended by drift: ${end.reason}`,
          },
          note,
        )
      : await tryTransition(
          context,
          record,
          'drift',
          'drifted',
          { drift, waitsForCallerSince: now, progress: end.reason },
          note,
        );
  return next !== undefined;
}

/**
 * That nothing is needed is the rule: kept on ten thousand grants it would
 * only be read and written again. What cannot be told stands with the proof.
 */
function isNothing(record: AccessRecord, { state }: CallersEnd): boolean {
  return (
    state === 'not-needed' ||
    state === 'taken-back' ||
    (state === 'unknown' && record.state !== 'applying')
  );
}

/** Pods come and go: their names, in sentences too, are no news. */
function told({ workloads }: CallersEnd): string {
  return JSON.stringify(
    workloads.map(({ proxies: _proxies, reason: _reason, ...rest }) => rest),
  );
}

function workloadsOf({ workloads }: CallersEnd) {
  return workloads.map(({ workload, state, reference, byHand }) => ({
    workload,
    state,
    ...(reference && { reference }),
    ...(byHand && { byHand }),
  }));
}
