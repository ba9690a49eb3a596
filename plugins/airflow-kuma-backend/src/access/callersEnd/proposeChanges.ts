import { BACKEND_ACTOR } from '../../audit';
import { AccessContext, MeshPlace } from '../AccessContext';
import { CallersEndRow } from '../store/CallersEndStore';
import { RefChange } from './manifest';
import { WorkloadManifest } from './manifests';
import { sameRef } from './reach';
import { changeHash, changeOf } from './rows';

const LOOK_EVERY_MILLISECONDS = 30_000;
/** A manifest that people have to mend is read again, and not all the time. */
const MEND_EVERY_MILLISECONDS = 5 * 60_000;

/**
 * Brings manifests in line with what grants ask of their workloads: one pull
 * request for each, which always says what is wanted now.
 */
export async function proposeChanges(
  context: AccessContext,
  place: MeshPlace,
): Promise<number> {
  let changed = 0;
  for (const row of await context.callersEnds.list(place)) {
    const manifest = context.manifests.find(row);
    if (!manifest) continue;
    const change = changeOf(row);
    const step = stepOf(context, row, change);
    if (!step) continue;
    const next = await take(context, manifest, row, change, step);
    await keep(context, row, next);
    if (JSON.stringify(withoutTime(next)) !== JSON.stringify(withoutTime(row)))
      changed++;
  }
  return changed;
}

type Step = 'propose' | 'look' | 'verify';

function stepOf(
  context: AccessContext,
  row: CallersEndRow,
  change: RefChange,
): Step | undefined {
  const lookedAt = row.lookedAt ? Date.parse(row.lookedAt) : 0;
  const age = context.now().getTime() - lookedAt;
  const isRecent = age < LOOK_EVERY_MILLISECONDS;
  if (row.failed && isRecent) return undefined;
  if (row.hash !== changeHash(change)) return 'propose';
  if (isRecent) return undefined;
  if (row.pullRequest === 'open') return 'look';
  const isToBeSeen = change.remove.length > 0 && !row.cleanAt;
  // What its owner closed is not opened again by itself.
  if (row.pullRequest === 'closed') return isToBeSeen ? 'verify' : undefined;
  const isToBeMended = row.byHand && age >= MEND_EVERY_MILLISECONDS;
  return isToBeMended || isToBeSeen ? 'propose' : undefined;
}

async function take(
  context: AccessContext,
  manifest: WorkloadManifest,
  row: CallersEndRow,
  change: RefChange,
  step: Step,
): Promise<CallersEndRow> {
  const lookedAt = context.now().toISOString();
  try {
    const { failed: _failed, ...rest } = row;
    const steps: Record<Step, typeof propose> = { propose, look, verify };
    const next = await steps[step](context, manifest, rest, change);
    // Whether the manifest is clean now is looked at without another wait.
    const isMerged = step === 'look' && next.pullRequest === 'merged';
    return { ...next, lookedAt: isMerged ? undefined : lookedAt };
  } catch (error) {
    // Told, and tried again; a host that is away keeps nothing else waiting.
    const { message } = error as Error;
    context.logger.warn(`Manifest of ${row.workload}: ${message}`);
    return {
      ...row,
      byHand: `${message}. It is tried again by itself.`,
      failed: true,
      lookedAt,
    };
  }
}

async function propose(
  context: AccessContext,
  manifest: WorkloadManifest,
  row: CallersEndRow,
  change: RefChange,
): Promise<CallersEndRow> {
  const { byHand: _byHand, cleanAt: _cleanAt, ...rest } = row;
  const next: CallersEndRow = { ...rest, hash: changeHash(change) };
  const answer = await context.manifests.propose(
    manifest,
    change,
    wordsOf(row, change),
  );
  if ('problem' in answer) return { ...next, byHand: `${answer.problem}.` };
  if ('unchanged' in answer) {
    const wasOpen = row.pullRequest === 'open' && row.reference;
    if (wasOpen) {
      const state = await context.manifests.stateOf(manifest, wasOpen);
      if (state === 'open') await context.manifests.close(manifest, wasOpen);
      next.pullRequest = state === 'open' ? 'closed' : state;
    }
    return {
      ...next,
      ...(change.remove.length > 0 && { cleanAt: context.now().toISOString() }),
      ...(change.add.length > 0 && {
        byHand: 'Its manifest holds it already; it has still to be rolled out.',
      }),
    };
  }
  return {
    ...next,
    created: row.created || answer.created,
    reference: answer.reference,
    pullRequest: answer.isPullRequest ? 'open' : 'merged',
  };
}

async function look(
  context: AccessContext,
  manifest: WorkloadManifest,
  row: CallersEndRow,
  { add }: RefChange,
): Promise<CallersEndRow> {
  const reference = row.reference!;
  const pullRequest = await context.manifests.stateOf(manifest, reference);
  const { byHand: _byHand, ...rest } = row;
  if (pullRequest !== 'closed') return { ...rest, pullRequest };
  return {
    ...rest,
    pullRequest,
    byHand: `Its owner closed ${reference} without merging it.`,
    // What is left to ask for is another change from now on.
    ...(add.length > 0 && { hash: '' }),
    entries: row.entries.map(asked =>
      asked.entry.list === 'reachableBackends' &&
      asked.grants.length > 0 &&
      add.some(ref => 'ref' in asked.entry && sameRef(ref, asked.entry.ref))
        ? { ...asked, refused: reference }
        : asked,
    ),
  };
}

/** Whether somebody has taken it out by hand. */
async function verify(
  context: AccessContext,
  manifest: WorkloadManifest,
  row: CallersEndRow,
  change: RefChange,
): Promise<CallersEndRow> {
  const answer = await context.manifests.preview(manifest, change);
  const isClean = !('problem' in answer) && answer.before === answer.after;
  return isClean ? { ...row, cleanAt: context.now().toISOString() } : row;
}

function wordsOf(row: CallersEndRow, { add, remove }: RefChange) {
  const slug = row.workload
    .toLocaleLowerCase('en-US')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')
    .slice(0, 60);
  const name = (ref: RefChange['add'][number]) =>
    ref.labels?.['kuma.io/display-name'] ??
    ref.name ??
    Object.values(ref.labels ?? {})[0];
  const names = (add.length > 0 ? add : remove).map(name);
  const services = `${names.slice(0, 3).join(', ')}${
    names.length > 3 ? ` and ${names.length - 3} more` : ''
  }`;
  const grants = [
    ...new Set(row.entries.flatMap(asked => [...asked.grants, ...asked.ended])),
  ];
  return {
    branch: `airflow-kuma/callers-end-${slug}-${row.key.slice(0, 12)}`,
    title:
      add.length > 0
        ? `Let ${row.workload} call ${services}`
        : `Take back the way of ${row.workload} to ${services}`,
    body: `Written by Airflow Kuma for ${
      add.length > 0 ? 'approved' : 'ended'
    } access (${grants.join(
      ', ',
    )}). The destination lets the call in by a permission of its own; this lets it out.`,
  };
}

/** What was proposed is for the trail, with the grants that it is for. */
async function keep(
  context: AccessContext,
  before: CallersEndRow,
  next: CallersEndRow,
): Promise<void> {
  const isNew =
    next.reference !== undefined &&
    (next.reference !== before.reference || next.hash !== before.hash) &&
    (next.pullRequest === 'open' || next.pullRequest === 'merged') &&
    next.hash !== before.hash;
  await context.store.transaction(async transaction => {
    await context.callersEnds.put(next, transaction);
    if (!isNew) return;
    const ids = next.entries.flatMap(({ grants, ended }) =>
      grants.length > 0 ? grants : ended,
    );
    await context.audit.append(
      transaction,
      [...new Set(ids)].map(requestId => ({
        actor: BACKEND_ACTOR,
        action: 'access.callers-end.proposed',
        requestId,
        subject: `${next.controlPlane}/${next.mesh} ${next.workload}`,
        after: {
          reference: next.reference,
          ...changeOf(next),
          path: next.manifest?.path,
        },
      })),
    );
  });
}

function withoutTime({ lookedAt: _at, ...row }: CallersEndRow): object {
  return row;
}
