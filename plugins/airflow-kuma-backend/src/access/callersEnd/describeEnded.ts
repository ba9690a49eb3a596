import {
  CallersEnd,
  CallersEndWorkload,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { stringify } from 'yaml';
import { AskedEntry, CallersEndRow } from '../store/CallersEndStore';
import type { Settled } from './lookAtCallers';
import { ReachEntry } from './reach';

/** How the caller's end of grants stands that have ended, by their ids. */
export function describeEnded(
  rows: CallersEndRow[],
  settled: Settled[],
): Map<string, CallersEnd> {
  const endings = new Map<string, CallersEnd>();
  for (const { row, asked, need } of settled) {
    for (const id of asked.ended) {
      const reason = need
        ? `${row.workload} keeps its way out: ${need.reason}`
        : `${row.workload} has no way out any more that the grant had opened.`;
      const state = need ? 'kept' : 'taken-back';
      // What is taken back says less than what stays open.
      if (endings.get(id)?.state === 'kept') continue;
      endings.set(id, { state, reason, workloads: [] });
    }
  }
  for (const row of rows) {
    const ending = row.entries.filter(({ grants }) => grants.length === 0);
    for (const id of new Set(ending.flatMap(asked => asked.ended))) {
      const mine = ending.filter(asked => asked.ended.includes(id));
      const workload = takingBack(row, mine);
      const known = endings.get(id);
      endings.set(id, {
        state: 'taking-back',
        reason: workload.reason,
        workloads: [
          ...(known?.state === 'taking-back' ? known.workloads : []),
          workload,
        ],
      });
    }
  }
  return endings;
}

function takingBack(
  row: CallersEndRow,
  asked: AskedEntry[],
): CallersEndWorkload {
  const byHand = row.manifest
    ? row.byHand
    : 'The portal does not know where its manifest lies, so its owner has to take this out.';
  return {
    workload: row.workload,
    state: 'taking-back',
    reason: `The grant has ended; ${row.workload} still holds, or may still get, the way out for it.`,
    proxies: { names: [], total: 0 },
    snippet: stringify(
      asked.map(({ entry }) => toGo(entry)),
      { lineWidth: 0 },
    ),
    notes: ['Take these out of its settings, and nothing else.'],
    ...(row.manifest && {
      manifest: {
        repository: row.manifest.repository,
        path: row.manifest.path,
      },
    }),
    ...(byHand && { byHand }),
    ...(row.reference &&
      row.pullRequest !== 'closed' && { reference: row.reference }),
  };
}

function toGo(entry: ReachEntry): unknown {
  if (entry.list === 'reachableBackends') return entry.ref;
  if (entry.list === 'reachableServices') return entry.tag;
  return entry.ref
    ? { backendRef: entry.ref }
    : { tags: { 'kuma.io/service': entry.tag } };
}
