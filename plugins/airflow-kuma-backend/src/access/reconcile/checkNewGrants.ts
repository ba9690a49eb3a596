import { createEvaluator } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { AccessContext, RevisedSnapshot } from '../AccessContext';
import { impactHash, impactOf, withPolicies } from '../policies';
import { resolveRequest } from '../resolve/resolveRequest';
import { AccessRecord } from '../types';
import { WrittenPolicy } from '../store';
import { desiredPolicies } from './desiredPolicies';

/**
 * Grants that are about to be written for the first time, and must not be: the
 * mesh changed since the approval, so that others would gain or lose who were
 * not in what the approver confirmed. By id, with the reason.
 */
export async function heldGrants(
  context: AccessContext,
  snapshot: RevisedSnapshot,
  records: AccessRecord[],
  written: Map<string, WrittenPolicy>,
): Promise<Map<string, string>> {
  const known = new Set([...written.values()].flatMap(row => row.grants));
  const fresh = records.filter(
    record => record.state === 'applying' && !known.has(record.id),
  );
  const held = new Map<string, string>();
  if (fresh.length === 0) return held;
  const view = context.views.of(fresh[0], snapshot);
  const standing = records.filter(record => known.has(record.id));
  for (const record of fresh) {
    const mine = [
      ...desiredPolicies(snapshot, [...standing, record]).values(),
    ].filter(policy => policy.grants.includes(record.id));
    const after = createEvaluator(
      withPolicies(
        snapshot,
        mine.map(policy => policy.policy),
        context.now().toISOString(),
      ),
    );
    const inbounds = record.resolved.targets.flatMap(target =>
      view.evaluator.inboundsOf(target),
    );
    const impact = impactOf(view, after, inbounds, record.resolved.identities);
    const { sharing } = await resolveRequest(context, record, () => true);
    const now = impactHash(impact, sharing);
    if (now !== 'none' && now !== record.confirmedImpact) {
      held.set(
        record.id,
        `Not applied: since the approval the mesh changed, and ${impact.gains.length} callers would gain and ${impact.loses.length} lose access whom the approver did not see. Revoke it and ask again.`,
      );
    }
  }
  return held;
}
