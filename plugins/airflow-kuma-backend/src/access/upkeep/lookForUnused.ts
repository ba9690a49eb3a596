import {
  durationSeconds,
  Edge,
  utcMinute,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { BACKEND_ACTOR } from '../../audit';
import { AccessContext } from '../AccessContext';
import { tryTransition } from '../reconcile/keepTime';
import { AccessRecord } from '../types';
import { isUseKnown, lastUseOf } from './lastUseOf';

/**
 * Keeps when each grant was last used, and points out those that never were.
 * Use belongs to an identity: a grant of a DAG that shares its identity counts
 * as used when any of them called. Where no telemetry covers the window,
 * nothing is said.
 */
export async function lookForUnused(context: AccessContext): Promise<number> {
  const records = await context.store.all({ states: ['active'] });
  // All edges of a large company are not built for nobody.
  if (records.length === 0) return 0;
  const edges = await context.edges.edges();
  const byPair = new Map(
    edges.map(edge => [`${edge.dag} ${edge.service}`, edge]),
  );
  let changed = 0;
  for (const record of records) {
    const mine = record.resolved.dags.flatMap(dag =>
      record.resolved.targets.flatMap(
        target => byPair.get(`${dag.ref} ${target.ref}`) ?? [],
      ),
    );
    if (await judge(context, record, mine)) changed++;
  }
  return changed;
}

async function judge(
  context: AccessContext,
  record: AccessRecord,
  edges: Edge[],
): Promise<boolean> {
  const now = context.now().toISOString();
  const { after, end } = context.config.unused;
  const lastUsed = lastUseOf(record, edges);
  const useKnown = isUseKnown(edges);
  const silent =
    edges.length > 0 && edges.every(edge => edge.observed.outcome === 'silent');
  const since = [lastUsed, record.activeSince]
    .filter(time => time !== undefined)
    .sort()
    .pop();
  const seconds = durationSeconds(after, now) ?? 0;
  const isUnused =
    silent &&
    since !== undefined &&
    Date.parse(now) - Date.parse(since) >= seconds * 1000;

  if (isUnused && end) {
    const next = await tryTransition(context, record, 'end-unused', 'ending', {
      endedAt: now,
      endedBy: BACKEND_ACTOR,
      endReason: `unused: its identity was not seen calling since ${utcMinute(
        since,
      )}`,
      unusedSince: since,
    });
    return next !== undefined;
  }
  const unusedSince = isUnused ? since : undefined;
  if (
    lastUsed === record.lastUsed &&
    unusedSince === record.unusedSince &&
    useKnown === record.useKnown
  )
    return false;
  const { unusedSince: _before, lastUsed: _used, ...rest } = record;
  const next: AccessRecord = {
    ...rest,
    useKnown,
    ...(lastUsed && { lastUsed }),
    ...(unusedSince && { unusedSince }),
  };
  const kept = await context.store.transaction(async transaction => {
    const current = await context.store.get(record.id, transaction);
    if (current.version !== record.version) return false;
    await context.store.update(transaction, next);
    return true;
  });
  if (kept && unusedSince && !record.unusedSince) {
    await context.events.emit(
      'unused',
      next,
      `Not seen calling since ${utcMinute(unusedSince)}.`,
    );
  }
  return kept;
}
