import {
  createEvaluator,
  DestinationInbound,
  MeshSnapshot,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { AccessContext, RevisedSnapshot } from '../AccessContext';
import {
  gainByIdentity,
  Impact,
  impactHash,
  impactOf,
  MeshView,
  meshView,
  withPolicies,
} from '../policies';
import { resolveRequest } from '../resolve/resolveRequest';
import { AccessRecord } from '../types';
import { WrittenPolicy } from '../store';
import { desiredPolicies, ownOf, policiesByKey } from './desiredPolicies';

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
  const now = context.now().toISOString();
  const view = context.views.of(fresh[0], snapshot);
  const accepted = records.filter(record => known.has(record.id));
  // The mesh with what is written and not seen yet, and with what is written in
  // the same pass: each of them can be harmless alone, and silence the other.
  let together = withUnseen(view, accepted, now);
  for (const record of fresh) {
    const mine = [
      ...desiredPolicies(snapshot, [...accepted, record]).values(),
    ].flatMap(({ policy, grants }) =>
      grants.includes(record.id) ? [policy] : [],
    );
    const inbounds = record.resolved.targets.flatMap(target =>
      view.evaluator.inboundsOf(target),
    );
    const alone = impactOn(
      view,
      withPolicies(snapshot, mine, now),
      inbounds,
      record,
    );
    const { sharing } = await resolveRequest(context, record, () => true);
    const hash = impactHash(
      alone,
      gainByIdentity(sharing, view.evaluator, inbounds),
    );
    const after = withPolicies(together.snapshot, mine, now);
    const besides =
      together === view ? alone : impactOn(together, after, inbounds, record);
    const isConfirmed = hash === 'none' || hash === record.confirmedImpact;
    if (isConfirmed && besides.loses.length <= alone.loses.length) {
      accepted.push(record);
      if (fresh.length > 1) together = meshView(after, createEvaluator(after));
      continue;
    }
    const { gains, loses } = isConfirmed ? besides : alone;
    held.set(
      record.id,
      `Not applied: since the approval the mesh changed, and ${gains.length} callers would gain and ${loses.length} lose access whom the approver did not see. Revoke it and ask again.`,
    );
  }
  return held;
}

function withUnseen(
  view: MeshView,
  standing: AccessRecord[],
  now: string,
): MeshView {
  const seen = policiesByKey(view.snapshot);
  const unseen = [...desiredPolicies(view.snapshot, standing).values()].flatMap(
    wanted => (ownOf(seen.get(wanted.key), wanted) ? [] : [wanted.policy]),
  );
  if (unseen.length === 0) return view;
  const snapshot = withPolicies(view.snapshot, unseen, now);
  return meshView(snapshot, createEvaluator(snapshot));
}

function impactOn(
  before: MeshView,
  after: MeshSnapshot,
  inbounds: DestinationInbound[],
  record: AccessRecord,
): Impact {
  return impactOf(
    before,
    createEvaluator(after),
    inbounds,
    record.resolved.identities,
  );
}
