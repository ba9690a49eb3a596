import {
  AccessAnswers,
  Edge,
  edgeDags,
  finalAccessStates,
  counted,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { BACKEND_ACTOR } from '../../audit';
import { AccessContext } from '../AccessContext';
import { AccessRecord } from '../types';
import { lastUseOf } from '../upkeep/lastUseOf';

/**
 * What auditors ask: who approved it, when was it last used, why did it end. Who
 * ran what with it, `runsWith` tells.
 */
export async function answersFor(
  context: AccessContext,
  record: AccessRecord,
): Promise<AccessAnswers> {
  const used = await lastUse(context, record);
  const closed =
    record.state === 'removing' || finalAccessStates.includes(record.state);
  return {
    approvedBy: record.decisions.filter(
      decision => decision.decision === 'approve',
    ),
    ...used,
    ...(closed && {
      ended: {
        at: record.endedAt ?? record.requestedAt,
        by: record.endedBy ?? BACKEND_ACTOR,
        reason: record.endReason ?? record.state,
      },
    }),
  };
}

async function lastUse(
  context: AccessContext,
  record: AccessRecord,
): Promise<{ lastUsed?: string; lastUsedReason: string }> {
  const dags = new Set(record.resolved.dags.map(dag => dag.ref));
  const services = [
    ...new Set(record.resolved.targets.map(target => target.ref)),
  ];
  const edges = (
    await Promise.all(services.map(ref => context.edges.edgesOfService(ref)))
  )
    .flat()
    .filter(edge => edgeDags(edge).some(dag => dags.has(dag)));
  const last = lastUseOf(record);
  const shared = Math.max(1, ...edges.map(edge => edge.observed.sharedBy));
  if (last) {
    return {
      lastUsed: last,
      lastUsedReason:
        shared > 1
          ? `Seen from this identity, which ${counted(shared, 'DAG')} share.`
          : 'Seen from the identity of the source.',
    };
  }
  return {
    lastUsedReason: whyNotUsed(record, edges),
  };
}

/** Rests on what the lists show, so that the two never differ. */
function whyNotUsed({ useKnown }: AccessRecord, edges: Edge[]): string {
  if (useKnown === undefined) {
    return 'The portal looks every minute while a grant is live.';
  }
  return useKnown
    ? 'No call was seen to be let through since it took effect.'
    : edges.find(({ observed }) => observed.outcome === 'not-known')?.observed
        .reason ?? 'No telemetry covers this pair.';
}
