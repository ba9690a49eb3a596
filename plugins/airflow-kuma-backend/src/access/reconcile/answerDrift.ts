import { AccessDrift } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { BACKEND_ACTOR } from '../../audit';
import { AccessContext, MeshPlace } from '../AccessContext';
import { AccessRecord } from '../types';
import { DriftFinding } from './findDrift';
import { tryTransition } from './keepTime';
import { AnsweredStrays, answerStray } from './answerStray';

/**
 * Answers drift as config says, and counts what is not settled yet. What is seen once may be a read that was older
 * than our write; it counts when a later read shows it again.
 */
export async function answerDrift(
  context: AccessContext,
  place: MeshPlace,
  findings: DriftFinding[],
  records: Map<string, AccessRecord>,
  readAt: string,
  strays: AnsweredStrays,
): Promise<number> {
  let answered = 0;
  for (const finding of findings) {
    if (finding.what === 'young') {
      answered++;
      continue;
    }
    if (finding.what === 'nobody') {
      if (await answerStray(context, place, finding, records, readAt, strays))
        answered++;
      continue;
    }
    const { written } = finding;
    if (!written.drift) {
      await context.policies.put([
        { ...written, drift: { what: finding.what, since: readAt } },
      ]);
      answered++;
      continue;
    }
    if (readAt <= written.drift.since) {
      answered++;
      continue;
    }
    const drift: AccessDrift = {
      what: finding.what,
      policy: written.name,
      since: written.drift.since,
      answer: context.config.drift,
      detail:
        finding.what === 'deleted'
          ? `Somebody else deleted "${written.name}".`
          : `Somebody else changed "${written.name}".`,
    };
    const touched = finding.desired.grants.flatMap(id => records.get(id) ?? []);
    if (context.config.drift === 'restore') {
      // An empty fingerprint makes the next write due.
      const { drift: _settled, ...rest } = written;
      await context.policies.put([{ ...rest, hash: '' }]);
    }
    for (const record of touched) {
      if (await answerForGrant(context, record, drift, finding)) answered++;
    }
  }
  return answered;
}

async function answerForGrant(
  context: AccessContext,
  record: AccessRecord,
  drift: AccessDrift,
  finding: Extract<DriftFinding, { what: 'changed' | 'deleted' }>,
): Promise<boolean> {
  const note = { drift, found: finding.actual };
  if (drift.answer === 'end') {
    const next = await tryTransition(
      context,
      record,
      'end-drift',
      'drifted',
      {
        drift,
        endedAt: context.now().toISOString(),
        endedBy: BACKEND_ACTOR,
        endReason: `ended by drift: ${drift.detail}`,
      },
      note,
    );
    return next !== undefined;
  }
  if (drift.answer === 'restore') {
    if (record.state !== 'active') return false;
    const progress = `${drift.detail} It is being restored.`;
    const next = await tryTransition(
      context,
      record,
      'drift',
      'drifted',
      { drift, progress, allowedBefore: false },
      note,
    );
    return next !== undefined;
  }
  if (record.drift?.since === drift.since) return false;
  await context.store.transaction(async transaction => {
    await context.store.update(transaction, { ...record, drift });
    await context.audit.append(transaction, [
      {
        actor: BACKEND_ACTOR,
        action: 'access.grant.drift-found',
        requestId: record.id,
        subject: `${record.sourceName} → ${record.destinationName}`,
        after: note,
      },
    ]);
  });
  await context.events.emit('drifted', { ...record, drift }, drift.detail);
  return true;
}
