import { KumaResource } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { AccessContext, MeshPlace } from '../AccessContext';
import { MeshView } from '../policies';
import { AskedEntry, CallersEndRow } from '../store/CallersEndStore';
import { AccessRecord } from '../types';
import { CallersAssessor } from './assessCallers';
import { describeCallers } from './describeCallers';
import { describeEnded } from './describeEnded';
import { keepCallersEnd } from './keepCallersEnd';
import { holdsEntry } from './reach';
import { ask } from './rows';
import { Need, stillNeeded } from './stillNeeded';

/**
 * Looks at the caller's end of all grants of a mesh: asks workloads for what is
 * missing, lets go of what no grant needs any more, and keeps on each request
 * how it stands. Writes to no repository.
 */
export async function lookAtCallers(
  context: AccessContext,
  place: MeshPlace,
  records: AccessRecord[],
  view: MeshView,
  held: Map<string, string>,
): Promise<number> {
  const assessor = new CallersAssessor(place, view, context.manifests.known);
  const stored = await context.callersEnds.list(place);
  const rows = new Map(stored.map(row => [row.key, row]));
  const live = records.filter(
    ({ state }) => state === 'applying' || state === 'active',
  );
  const assessments = new Map(
    live.map(record => [record.id, assessor.assess(record.resolved)]),
  );
  for (const record of live) {
    if (record.askCallerAgain) forgetRefusals(rows, record.id);
    const { workloads } = assessments.get(record.id)!;
    if (record.state === 'active' && context.config.drift === 'restore') {
      for (const { key, state } of workloads)
        if (state === 'closed') proposeAgain(rows, key);
    }
    if (!mayAsk(record) || held.has(record.id)) continue;
    for (const workload of workloads) ask(place, rows, workload, record);
  }
  const settled = await letGo(context, assessor, rows, live);

  let changed = await keepRows(context, stored, rows);
  for (const record of live) {
    const end = describeCallers(assessments.get(record.id)!, rows, record);
    if (await keepCallersEnd(context, record, end)) changed++;
  }
  const endings = describeEnded([...rows.values()], settled);
  for (const record of await context.store.byIds([...endings.keys()])) {
    const end = endings.get(record.id)!;
    if (await keepCallersEnd(context, record, end)) changed++;
  }
  return changed;
}

/** Drift that config only reports is told, and nothing is proposed. */
function mayAsk({ state, drift }: AccessRecord): boolean {
  return (
    state === 'applying' &&
    !(drift?.what === 'no-way-out' && drift.answer === 'report')
  );
}

/** It was there and is not: what was merged once is due again. */
function proposeAgain(rows: Map<string, CallersEndRow>, key: string): void {
  const row = rows.get(key);
  if (row?.pullRequest === 'merged') rows.set(key, { ...row, hash: '' });
}

/** Somebody wants the owner to be asked once more. */
function forgetRefusals(rows: Map<string, CallersEndRow>, id: string): void {
  for (const [key, row] of rows) {
    const isRefused = ({ grants, refused }: AskedEntry) =>
      refused !== undefined && grants.includes(id);
    if (!row.entries.some(isRefused)) continue;
    rows.set(key, {
      ...row,
      hash: '',
      entries: row.entries.map(asked => {
        const { refused: _refused, ...rest } = asked;
        return isRefused(asked) ? rest : asked;
      }),
    });
  }
}

/** What became of a setting whose grants have all ended. */
export type Settled = { row: CallersEndRow; asked: AskedEntry; need?: Need };

/** Moves ended grants aside, and drops what is gone or needed by others. */
async function letGo(
  context: AccessContext,
  assessor: CallersAssessor,
  rows: Map<string, CallersEndRow>,
  live: AccessRecord[],
): Promise<Settled[]> {
  const ids = new Set(live.map(({ id }) => id));
  const settled: Settled[] = [];
  const proxiesOf = lazyProxies(assessor);
  for (const [key, row] of rows) {
    const entries: AskedEntry[] = [];
    for (const asked of row.entries) {
      const next = withoutEnded(asked, ids);
      const need =
        next.grants.length === 0
          ? await stillNeeded(context, row, next, live)
          : undefined;
      if (need) {
        settled.push({ row, asked: next, need });
        // Another grant goes on with it, and takes it back at its own end.
        if (need.grants.length > 0)
          entries.push({ ...next, grants: need.grants, ended: [] });
      } else if (next.grants.length === 0 && isGone(row, next, proxiesOf)) {
        settled.push({ row, asked: next });
      } else entries.push(next);
    }
    rows.set(key, { ...row, entries });
  }
  return settled;
}

function withoutEnded(asked: AskedEntry, live: Set<string>): AskedEntry {
  const ended = asked.grants.filter(id => !live.has(id));
  if (ended.length === 0) return asked;
  return {
    ...asked,
    grants: asked.grants.filter(id => live.has(id)),
    ended: [...new Set([...asked.ended, ...ended])].sort(),
  };
}

/**
 * Out of every proxy of the workload, and out of the manifest: what a pull
 * request still holds can come to life after the grant has ended.
 */
function isGone(
  row: CallersEndRow,
  { entry }: AskedEntry,
  proxiesOf: (key: string) => KumaResource[],
): boolean {
  if (proxiesOf(row.key).some(proxy => holdsEntry(proxy, entry))) return false;
  if (!row.manifest || entry.list !== 'reachableBackends') return true;
  // Never proposed: nobody can merge it.
  if (row.hash === '' && !row.reference) return true;
  return row.cleanAt !== undefined && row.pullRequest !== 'open';
}

function lazyProxies(assessor: CallersAssessor) {
  let byKey: Map<string, KumaResource[]> | undefined;
  return (key: string): KumaResource[] => {
    if (!byKey) {
      byKey = new Map();
      for (const proxy of assessor.snapshot.dataplanes) {
        const { key: of } = assessor.workloadOf(proxy);
        byKey.set(of, [...(byKey.get(of) ?? []), proxy]);
      }
    }
    return byKey.get(key) ?? [];
  };
}

async function keepRows(
  context: AccessContext,
  stored: CallersEndRow[],
  rows: Map<string, CallersEndRow>,
): Promise<number> {
  const before = new Map(stored.map(row => [row.key, JSON.stringify(row)]));
  let changed = 0;
  for (const row of rows.values()) {
    if (row.entries.length === 0) {
      await context.callersEnds.remove(row);
      changed++;
    } else if (before.get(row.key) !== JSON.stringify(row)) {
      await context.callersEnds.put(row);
      changed++;
    }
  }
  return changed;
}
