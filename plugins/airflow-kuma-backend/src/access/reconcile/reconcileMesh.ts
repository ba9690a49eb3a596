import { AccessState } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { BACKEND_ACTOR } from '../../audit';
import { AccessContext, MeshPlace } from '../AccessContext';
import { lookAtCallers } from '../callersEnd/lookAtCallers';
import { proposeChanges } from '../callersEnd/proposeChanges';
import { AccessRecord } from '../types';
import { isShadowPolicy } from '../shadow/shadowPolicy';
import { WrittenPolicy } from '../store';
import { AnsweredStrays } from './answerStray';
import { heldGrants } from './checkNewGrants';
import { desiredPolicies, DesiredPolicy, policyKey } from './desiredPolicies';
import { lookForDrift } from './lookForDrift';
import { hurry, WriteReport, writePolicies } from './writePolicies';
import { finishRemoved, proveApplying } from './settleGrants';

const LIVE: AccessState[] = ['applying', 'active', 'removing'];

/** What a pass over one mesh did, and whether anything is still on its way. */
export type MeshPass = { changed: number; errors: number; inFlight: number };

/**
 * Makes one mesh hold the union of its grants, sees what came of it, and
 * answers drift. Idempotent; safe to be killed anywhere.
 */
export async function reconcileMesh(
  context: AccessContext,
  place: MeshPlace,
  strays: AnsweredStrays,
): Promise<MeshPass> {
  const [records, snapshot, rows] = await Promise.all([
    context.store.all({ states: LIVE, mesh: place }),
    context.inventory.meshSnapshot(place),
    context.policies.list(place),
  ]);
  // Without a picture of the mesh nothing can be judged; its own state says so.
  if (!snapshot) return { changed: 0, errors: 0, inFlight: records.length };
  // A preview that was killed in between.
  if (snapshot.meshTrafficPermissions.some(isShadowPolicy)) {
    await context.shadows.reap(place);
  }
  const written = new Map(
    rows.map(row => [policyKey({ type: row.kind, name: row.name }), row]),
  );

  const wanted = records.filter(record => record.state !== 'removing');
  const held = await heldGrants(context, snapshot, wanted, written);
  const desired = desiredPolicies(
    snapshot,
    wanted.filter(record => !held.has(record.id)),
  );
  await rememberProxies(context, place, records, written);
  const report = await writePolicies(context, place, desired, written);
  const noted = await noteOutcome(
    context,
    records,
    desired,
    report,
    held,
    written,
  );

  const read = () => context.store.all({ states: LIVE, mesh: place });
  const before = await read();
  const looked = snapshot.unread
    ? 0
    : await lookAtCallers(
        context,
        place,
        before,
        context.views.of(place, snapshot),
        held,
      );
  // Ten thousand grants are not read twice where nothing was kept on any.
  const current = looked > 0 ? await read() : before;
  // What is not told now proves nothing, and misses nothing.
  if (snapshot.unread?.some(({ kind }) => kind !== 'MeshPassthrough')) {
    return {
      changed: report.changed + noted,
      errors: report.errors.size,
      inFlight: current.filter(record => record.state !== 'active').length,
    };
  }
  const { evaluator } = context.views.of(place, snapshot);
  const proven = await proveApplying(
    context,
    place,
    current,
    desired,
    written,
    snapshot,
    evaluator,
  );
  const finished = await finishRemoved(
    context,
    place,
    current,
    snapshot,
    evaluator,
  );
  const drifted = await lookForDrift(
    context,
    place,
    current,
    snapshot,
    evaluator,
    desired,
    strays,
  );

  // Others have to do what these wait for, today or in a week: nothing hurries.
  const waiting = current.filter(
    record => record.state === 'applying' && record.waitsForCallerSince,
  ).length;
  const inFlight =
    current.filter(record => record.state !== 'active').length -
    waiting -
    proven -
    finished;
  if (inFlight > 0) await hurry(context, place.controlPlane);
  const proposed = await proposeChanges(context, place);
  return {
    changed:
      report.changed + noted + looked + proven + finished + drifted + proposed,
    errors: report.errors.size,
    inFlight,
  };
}

/** What proxies had acknowledged before the first write of a grant. */
async function rememberProxies(
  context: AccessContext,
  place: MeshPlace,
  records: AccessRecord[],
  written: Map<string, WrittenPolicy>,
): Promise<void> {
  const known = new Set([...written.values()].flatMap(row => row.grants));
  const fresh = records.filter(
    record =>
      record.state === 'applying' &&
      !known.has(record.id) &&
      !record.acknowledgedBefore,
  );
  if (fresh.length === 0) return;
  const proxies = await context.inventory.proxies(place);
  const acknowledgedBefore = Object.fromEntries(
    proxies.map(proxy => [proxy.name, proxy.sync.acknowledged]),
  );
  for (const record of fresh) {
    record.acknowledgedBefore = acknowledgedBefore;
  }
}

/** Keeps on each request what its write came to. */
async function noteOutcome(
  context: AccessContext,
  records: AccessRecord[],
  desired: Map<string, DesiredPolicy>,
  report: WriteReport,
  held: Map<string, string>,
  written: Map<string, WrittenPolicy>,
): Promise<number> {
  let noted = 0;
  const byGrant = new Map<string, DesiredPolicy[]>();
  for (const policy of desired.values()) {
    for (const id of policy.grants)
      byGrant.set(id, [...(byGrant.get(id) ?? []), policy]);
  }
  for (const record of records) {
    if (record.state === 'active') continue;
    const changes = outcomeOf(
      context,
      record,
      byGrant.get(record.id) ?? [],
      report,
      held,
      written,
    );
    if (!changes) continue;
    await context.store.transaction(async transaction => {
      const current = await context.store.get(record.id, transaction);
      // Somebody decided meanwhile: the next pass sees it.
      if (current.version === record.version) {
        await context.store.update(transaction, { ...record, ...changes });
      }
    });
    if (changes.error && changes.error !== record.error) {
      await context.events.emit(
        'failed',
        { ...record, ...changes },
        changes.error,
      );
    }
    noted++;
  }
  return noted;
}

function outcomeOf(
  context: AccessContext,
  record: AccessRecord,
  policies: DesiredPolicy[],
  report: WriteReport,
  held: Map<string, string>,
  written: Map<string, WrittenPolicy>,
): Partial<AccessRecord> | undefined {
  const error =
    held.get(record.id) ??
    policies.map(policy => report.errors.get(policy.key)).find(Boolean) ??
    (record.state === 'removing'
      ? removalError(record, report, written)
      : undefined);
  if (error !== record.error) {
    return {
      error,
      ...(error && {
        progress:
          record.state === 'removing'
            ? 'Could not be removed yet; tried again.'
            : 'Could not be written yet; tried again.',
      }),
    };
  }
  const complete =
    policies.length > 0 &&
    policies.every(policy => written.get(policy.key)?.hash === policy.hash);
  if (record.state !== 'applying' || !complete || record.appliedAt)
    return undefined;
  const reference = policies
    .map(policy => written.get(policy.key)?.reference)
    .find(Boolean);
  return {
    appliedAt: context.now().toISOString(),
    appliedBy: BACKEND_ACTOR,
    policy: policies[0].policy.name,
    progress: reference
      ? `Handed over: ${reference}`
      : 'Written; waiting for the mesh to show it.',
  };
}

function removalError(
  record: AccessRecord,
  report: WriteReport,
  written: Map<string, WrittenPolicy>,
): string | undefined {
  for (const [key, row] of written) {
    const error = row.grants.includes(record.id)
      ? report.errors.get(key)
      : undefined;
    if (error) return error;
  }
  return undefined;
}
