import {
  AccessAnswers,
  DagRun,
  finalAccessStates,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { BACKEND_ACTOR } from '../../audit';
import { AccessContext } from '../AccessContext';
import { AccessRecord } from '../types';

const LISTED = 100;
const READ_PER_DAG = 1000;

/**
 * What auditors ask: who approved it, who ran what with it, when was it last
 * used, why did it end.
 */
export async function answersFor(
  context: AccessContext,
  record: AccessRecord,
): Promise<AccessAnswers> {
  const identity = record.resolved.identities.flatMap(
    one => one.uriSans[0] ?? [],
  );
  const runs = record.activeSince ? await runsDuring(context, record) : [];
  const used = await lastUse(context, record);
  const closed =
    record.state === 'removing' || finalAccessStates.includes(record.state);
  return {
    approvedBy: record.decisions.filter(
      decision => decision.decision === 'approve',
    ),
    runs: runs.slice(0, LISTED).map(run => ({
      dag: run.ref,
      runId: run.runId,
      state: run.state,
      runType: run.runType,
      ...(run.triggeredBy && { triggeredBy: run.triggeredBy }),
      ...(run.user && { user: run.user }),
      identity,
      ...(run.start && { start: run.start }),
      ...(run.end && { end: run.end }),
      uiUrl: run.uiUrl,
    })),
    moreRuns: Math.max(0, runs.length - LISTED),
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

async function runsDuring(
  context: AccessContext,
  record: AccessRecord,
): Promise<(DagRun & { ref: string })[]> {
  const lists = await Promise.all(
    record.resolved.dags.map(async dag => {
      const found = await context.inventory.runs({
        instance: dag.instance,
        dagId: dag.dagId,
        ...(record.endedAt && { to: record.endedAt }),
        limit: READ_PER_DAG,
      });
      return found.map(run => ({ ...run, ref: dag.ref }));
    }),
  );
  // A run that began before the grant can have used it while it went on.
  const since = record.activeSince!;
  return lists
    .flat()
    .filter(run => !run.end || run.end >= since)
    .sort((left, right) => ((left.start ?? '') < (right.start ?? '') ? 1 : -1));
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
    .filter(edge => dags.has(edge.dag));
  const seen = edges
    .flatMap(edge => edge.observed.lastSeen ?? [])
    .concat(record.lastUsed ?? [])
    .sort();
  const last = seen[seen.length - 1];
  const shared = Math.max(1, ...edges.map(edge => edge.observed.sharedBy));
  if (last) {
    return {
      lastUsed: last,
      lastUsedReason:
        shared > 1
          ? `Seen from this identity, which ${shared} DAGs share.`
          : 'Seen from the identity of the source.',
    };
  }
  return {
    lastUsedReason:
      edges[0]?.observed.reason ?? 'No telemetry covers this pair.',
  };
}
