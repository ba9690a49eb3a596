import {
  callersEndHoldsBack,
  Evaluator,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { BACKEND_ACTOR } from '../../audit';
import { AccessContext, MeshPlace, RevisedSnapshot } from '../AccessContext';
import { performTransition } from '../performTransition';
import { grantsOfPolicy } from '../policies';
import { WrittenPolicy } from '../store';
import { AccessRecord } from '../types';
import { DesiredPolicy } from './desiredPolicies';
import { SYSTEM, tryTransition } from './keepTime';
import { proveGrant, stillOpenBecause } from './proveGrant';

/** Makes active what is proven to be there; keeps progress on the rest. */
export async function proveApplying(
  context: AccessContext,
  place: MeshPlace,
  records: AccessRecord[],
  desired: Map<string, DesiredPolicy>,
  written: Map<string, WrittenPolicy>,
  snapshot: RevisedSnapshot,
  evaluator: Evaluator,
): Promise<number> {
  const applying = records.filter(
    record => record.state === 'applying' && record.appliedAt,
  );
  if (applying.length === 0) return 0;
  const proxies = await context.inventory.proxies(place);
  let proven = 0;
  for (const record of applying) {
    const mine = [...desired.values()].filter(policy =>
      policy.grants.includes(record.id),
    );
    const complete =
      mine.length > 0 &&
      mine.every(policy => written.get(policy.key)?.hash === policy.hash);
    if (!complete) continue;
    const proof = proveGrant({
      record,
      desired: mine,
      snapshot,
      evaluator,
      proxies,
    });
    if (proof.proven && callersEndHoldsBack(record.callersEnd)) {
      if (!record.waitsForCallerSince) await waitForCaller(context, record);
    } else if (proof.proven) {
      if (
        await activate(
          context,
          record,
          confirmationOf(record, proof.confirmation),
        )
      )
        proven++;
    } else if (proof.progress !== record.progress) {
      await keepProgress(context, record, proof.progress);
    }
  }
  return proven;
}

/** The destination lets the call in; now its owner has to let it out. */
async function waitForCaller(
  context: AccessContext,
  record: AccessRecord,
): Promise<void> {
  const reason = record.callersEnd?.reason ?? '';
  const next = await keepProgress(
    context,
    record,
    `The destination is in place; waiting for the caller's side. ${reason}`,
    { waitsForCallerSince: context.now().toISOString() },
  );
  if (next) await context.events.emit('waits-for-caller', next, reason);
}

/** Both ends; of what cannot be told at the caller's it says so. */
function confirmationOf({ callersEnd }: AccessRecord, destination: string) {
  if (callersEnd?.state === 'open')
    return `${destination} The caller's way out is open.`;
  return callersEnd?.state === 'unknown'
    ? `${destination} The caller's way out cannot be told: ${callersEnd.reason}`
    : destination;
}

/** The grant it prolongs, if any, ends in the same instant: never a gap, never two. */
async function activate(
  context: AccessContext,
  record: AccessRecord,
  confirmation: string,
): Promise<boolean> {
  const now = context.now().toISOString();
  const {
    error: _error,
    progress: _progress,
    drift: _drift,
    waitsForCallerSince: _waits,
    ...rest
  } = record;
  const before = record.extends
    ? await context.store.find(record.extends)
    : undefined;
  try {
    const ended: AccessRecord[] = [];
    const next = await context.store.transaction(async transaction => {
      if (before?.state === 'active') {
        ended.push(
          await performTransition(context, transaction, before, 'supersede', {
            ...SYSTEM,
            changes: {
              openKey: undefined,
              endedAt: now,
              endedBy: BACKEND_ACTOR,
              endReason: `extended by request ${record.id}`,
              extendedBy: record.id,
            },
            note: { extension: record.id },
          }),
        );
        await context.campaigns.succeed(transaction, before.id, record.id);
      }
      return performTransition(context, transaction, rest, 'confirm', {
        ...SYSTEM,
        changes: {
          activeSince: now,
          heldSince:
            (ended[0] && (before?.heldSince ?? before?.activeSince)) ?? now,
          confirmation,
          ...(before && { openKey: before.openKey }),
        },
        note: { confirmation },
      });
    });
    await context.events.emit(
      ended.length > 0 ? 'extended' : 'active',
      next,
      confirmation,
    );
    for (const old of ended)
      await context.events.emit('superseded', old, old.endReason);
    return true;
  } catch (error) {
    if ((error as Error).name !== 'ConflictError') throw error;
    return false;
  }
}

/** Finishes what is seen to be gone, saying what else still lets the source in. */
export async function finishRemoved(
  context: AccessContext,
  place: MeshPlace,
  records: AccessRecord[],
  snapshot: RevisedSnapshot,
  evaluator: Evaluator,
): Promise<number> {
  const removing = records.filter(record => record.state === 'removing');
  if (removing.length === 0) return 0;
  const written = new Set(
    (await context.policies.list(place)).flatMap(row => row.grants),
  );
  const shown = new Set(
    [
      ...snapshot.meshTrafficPermissions,
      ...snapshot.trafficPermissions,
    ].flatMap(policy => grantsOfPolicy(policy) ?? []),
  );
  let finished = 0;
  for (const record of removing) {
    if (written.has(record.id)) continue;
    if (shown.has(record.id)) {
      if (!record.takenAwayAt) {
        await keepProgress(
          context,
          record,
          'Taken away; waiting for the mesh to show that it is gone.',
          {
            takenAwayAt: context.now().toISOString(),
          },
        );
      }
      continue;
    }
    const open = stillOpenBecause(record, evaluator);
    const { error: _error, progress: _progress, ...rest } = record;
    const reason = record.endReason ?? 'ended';
    // Who extended it was told so; to them it has not ended.
    const event = record.endsAs === 'superseded' ? 'superseded' : 'ended';
    const next = await tryTransition(context, rest, 'finish', event, {
      endReason: open ? `${reason} (${open})` : reason,
      endedAt: record.endedAt ?? context.now().toISOString(),
    });
    if (next) finished++;
  }
  return finished;
}

/** Progress is for people who look; it is no transition and no matter for the trail. */
async function keepProgress(
  context: AccessContext,
  record: AccessRecord,
  progress: string,
  changes: Partial<AccessRecord> = {},
): Promise<AccessRecord | undefined> {
  return context.store.transaction(async transaction => {
    const current = await context.store.get(record.id, transaction);
    return current.version === record.version
      ? context.store.update(transaction, { ...record, ...changes, progress })
      : undefined;
  });
}
