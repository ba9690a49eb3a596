import {
  AccessStray,
  KumaResource,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { BACKEND_ACTOR } from '../../audit';
import { modifiedAt } from '../../sync/kuma/permissionOf';
import { AccessContext, MeshPlace } from '../AccessContext';
import { AccessRecord } from '../types';
import { DriftFinding } from './findDrift';
import { removePolicy, STRAY_REMOVED } from './writePolicies';

/** When each stray was last answered, so that one that stays is not told every second. */
export type AnsweredStrays = Map<string, number>;

type StrayFinding = Extract<DriftFinding, { what: 'nobody' }>;

const AGAIN_MILLISECONDS = 60_000;
const STRAY_FOUND = 'access.permission.stray-found';

/**
 * A policy with our label and without a live grant. One of a grant that we
 * know has ended is always taken away (we were killed in between); one of a
 * grant that nobody knows may be another portal's, so config decides.
 */
export async function answerStray(
  context: AccessContext,
  place: MeshPlace,
  finding: StrayFinding,
  records: Map<string, AccessRecord>,
  readAt: string,
  strays: AnsweredStrays,
): Promise<boolean> {
  // By its creation too: one that was put there again is another one.
  const key = [
    place.controlPlane,
    place.mesh,
    finding.kind,
    finding.namespace,
    finding.name,
    finding.actual.creationTime,
  ].join('/');
  const now = context.now().getTime();
  if (now - (strays.get(key) ?? 0) < AGAIN_MILLISECONDS) return false;
  const known = await Promise.all(
    finding.grants.map(
      async id => records.get(id) ?? (await context.store.find(id)),
    ),
  );
  // Just taken away: the mesh was read before that, or a merge is awaited.
  const expected = known.some(
    record =>
      record?.state === 'removing' &&
      (record.takenAwayAt === undefined || readAt <= record.takenAwayAt),
  );
  if (expected) return false;
  const ours = known.length > 0 && known.every(record => record !== undefined);
  const found = context.drivers.driverOf(place.controlPlane);
  // A driver writes to one place: to remove it elsewhere, by name, would take
  // away the one that we wrote.
  const isRemoved =
    !finding.isCopy &&
    (ours || context.config.drift !== 'report') &&
    !('problem' in found);
  if (isRemoved) {
    await removePolicy(context, found.driver, place, finding, STRAY_REMOVED);
  }
  strays.set(key, now);
  if (isRemoved && ours) return true;
  if (!isRemoved && (await isTold(context, place, finding))) return false;
  if (!isRemoved) {
    await context.audit.record([
      {
        actor: BACKEND_ACTOR,
        action: STRAY_FOUND,
        subject: subjectOf(place, finding),
        after: { grants: finding.grants, policy: finding.actual },
      },
    ]);
  }
  await context.events.emitStray({
    ...toStray(place, finding),
    answer: isRemoved ? 'removed' : 'reported',
  });
  return true;
}

/** A stray as people see it. */
export function toStray(
  { controlPlane, mesh }: MeshPlace,
  { kind, name, grants, actual }: StrayFinding,
): Omit<AccessStray, 'answer'> {
  const modified = modifiedAt(actual);
  return {
    controlPlane,
    mesh,
    kind,
    name,
    grants,
    ...(actual.creationTime && { created: actual.creationTime }),
    ...(modified && { modified }),
  };
}

/** Another replica, or this one before its restart, may have told of it. */
async function isTold(
  context: AccessContext,
  place: MeshPlace,
  finding: StrayFinding,
): Promise<boolean> {
  const { items } = await context.audit.list(
    { action: STRAY_FOUND, text: subjectOf(place, finding) },
    { offset: 0, limit: 1 },
  );
  const told = (items[0]?.after as { policy?: KumaResource } | undefined)
    ?.policy;
  return (
    told !== undefined && told.creationTime === finding.actual.creationTime
  );
}

function subjectOf(
  { controlPlane, mesh }: MeshPlace,
  { kind, name }: StrayFinding,
): string {
  return `${controlPlane}/${mesh} ${kind}/${name}`;
}
