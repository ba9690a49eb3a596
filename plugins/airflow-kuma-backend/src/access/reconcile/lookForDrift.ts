import {
  AccessDrift,
  Evaluator,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { BACKEND_ACTOR } from '../../audit';
import { AccessContext, MeshPlace, RevisedSnapshot } from '../AccessContext';
import { AccessRecord } from '../types';
import { answerDrift } from './answerDrift';
import { AnsweredStrays } from './answerStray';
import { DesiredPolicy, policyKey } from './desiredPolicies';
import { findDrift } from './findDrift';
import { overruledBecause } from './proveGrant';

/** Finds what is not as grants say, answers it, and takes back what is well again. */
export async function lookForDrift(
  context: AccessContext,
  place: MeshPlace,
  records: AccessRecord[],
  snapshot: RevisedSnapshot,
  evaluator: Evaluator,
  desired: Map<string, DesiredPolicy>,
  strays: AnsweredStrays,
): Promise<number> {
  const sources = await context.inventory.sources();
  const readAt = sources.find(
    source => source.kind === 'kuma' && source.name === place.controlPlane,
  )?.lastSuccess;
  if (!readAt) return 0;
  const rows = await context.policies.list(place);
  const written = new Map(
    rows.map(row => [policyKey({ type: row.kind, name: row.name }), row]),
  );
  const byId = new Map(records.map(record => [record.id, record]));
  const findings = findDrift({
    snapshot,
    readAt,
    desired,
    written,
    records: byId,
  });
  // What was suspected and is well now was an old read, or was mended.
  const suspected = new Set(
    findings.flatMap(finding =>
      'written' in finding ? [finding.written.name] : [],
    ),
  );
  const settled = rows.filter(row => row.drift && !suspected.has(row.name));
  if (settled.length > 0) {
    await context.policies.put(settled.map(({ drift: _drift, ...row }) => row));
  }
  const open = new Set(
    findings.flatMap(finding =>
      'desired' in finding ? finding.desired.grants : finding.grants,
    ),
  );
  let noted = 0;
  for (const record of records) {
    if (record.state !== 'active' || open.has(record.id)) continue;
    const because = overruledBecause(record, evaluator);
    if (because === record.drift?.detail) continue;
    const drift: AccessDrift | undefined = because
      ? {
          what: 'overruled',
          policy: record.policy ?? '',
          since: readAt,
          answer: 'report',
          detail: because,
        }
      : undefined;
    if (await noteDrift(context, record, drift)) noted++;
  }
  return (
    noted + (await answerDrift(context, place, findings, byId, readAt, strays))
  );
}

/** Says of an active grant that its permission has no effect, or has again. */
async function noteDrift(
  context: AccessContext,
  record: AccessRecord,
  drift: AccessDrift | undefined,
): Promise<boolean> {
  const { drift: before, ...rest } = record;
  const next: AccessRecord = { ...rest, ...(drift && { drift }) };
  const kept = await context.store.transaction(async transaction => {
    const current = await context.store.get(record.id, transaction);
    // Somebody decided meanwhile: the next pass sees it.
    if (current.version !== record.version) return false;
    await context.store.update(transaction, next);
    await context.audit.append(transaction, [
      {
        actor: BACKEND_ACTOR,
        action: drift
          ? 'access.grant.drift-found'
          : 'access.grant.drift-settled',
        requestId: record.id,
        subject: `${record.sourceName} → ${record.destinationName}`,
        ...(before && { before: { drift: before } }),
        after: { ...(drift && { drift }) },
      },
    ]);
    return true;
  });
  if (kept && drift) await context.events.emit('drifted', next, drift.detail);
  return kept;
}
