import {
  CallersEnd,
  CallersEndState,
  CallersEndWorkload,
  callersEndHoldsBack,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { CallersEndRow } from '../store/CallersEndStore';
import { AccessRecord } from '../types';
import { CallersAssessment, CallerWorkload } from './assessCallers';
import { sameEntry, toSnippet } from './reach';

const LISTED = 5;
/** The first that a workload is in is what the request is in. */
const WORST: CallersEndState[] = ['refused', 'waiting', 'unknown', 'open'];

const NO_MANIFEST =
  'The portal does not know where its manifest lies (airflowKuma.access.callersEnd.manifests), so its owner has to add this.';
const ONLY_REPORTED =
  'Drift is only reported here (airflowKuma.access.drift), so nothing is proposed.';
const BY_OWNER =
  'The portal changes reachableBackends only, so its owner has to add this.';

/** The caller's end of a request that is asked, granted or applied. */
export function describeCallers(
  assessment: CallersAssessment,
  rows: Map<string, CallersEndRow>,
  record?: Pick<AccessRecord, 'id' | 'callersEnd' | 'drift'>,
): CallersEnd {
  const { total, onlyTakeCalls, workloads } = assessment;
  const previous = record?.callersEnd;
  if (total === 0) return withoutProxies(previous);
  if (onlyTakeCalls) {
    return { state: 'not-needed', reason: onlyTakeCalls, workloads: [] };
  }
  const described = workloads.flatMap(workload => {
    const row = rows.get(workload.key);
    return describeWorkload(workload, row, record) ?? [];
  });
  const state = WORST.find(each => described.some(one => one.state === each));
  if (!state) {
    return {
      state: 'not-needed',
      reason: 'Every proxy of the source has a way out already.',
      workloads: [],
    };
  }
  const { reason } = described.find(one => one.state === state)!;
  return { state, reason, workloads: described };
}

/** Pods of a task come and go: what was seen of the last ones stands. */
function withoutProxies(previous: CallersEnd | undefined): CallersEnd {
  if (
    previous &&
    (callersEndHoldsBack(previous) || previous.state === 'open')
  ) {
    return previous;
  }
  return {
    state: 'unknown',
    reason: 'No proxy of the source runs now, so its way out cannot be told.',
    workloads: [],
  };
}

function describeWorkload(
  workload: CallerWorkload,
  row: CallersEndRow | undefined,
  record: Pick<AccessRecord, 'id' | 'drift'> | undefined,
): CallersEndWorkload | undefined {
  const { state, reason, name, proxies, manifest, entries } = workload;
  const common = {
    workload: name,
    reason,
    proxies: {
      names: proxies.slice(0, LISTED).map(proxy => proxy.name),
      total: proxies.length,
    },
    notes: [],
    ...(manifest && {
      manifest: { repository: manifest.repository, path: manifest.path },
    }),
  };
  if (state === 'unknown') return { ...common, state };
  if (state === 'open') {
    const isOurs = row?.entries.some(
      ({ grants }) => record && grants.includes(record.id),
    );
    if (!isOurs) return undefined;
    return {
      ...common,
      state,
      ...(row?.reference && { reference: row.reference }),
    };
  }
  const refusal = row?.entries.find(
    asked =>
      asked.refused !== undefined &&
      entries.some(({ entry }) => sameEntry(entry, asked.entry)),
  )?.refused;
  const byHand = whyByHand(workload, row, record);
  return {
    ...common,
    state: refusal ? 'refused' : 'waiting',
    reason: refusal
      ? `${reason} Its owner closed the pull request without merging it.`
      : reason,
    ...(entries.length > 0 && {
      snippet: toSnippet(
        proxies[0],
        entries.map(({ entry }) => entry),
      ),
    }),
    notes: [
      ...workload.notes,
      ...workload.elsewhere.map(
        why => `No setting of the workload opens all of it: ${why}`,
      ),
    ],
    ...(byHand && !refusal && { byHand }),
    ...referenceOf(row, refusal),
  };
}

function whyByHand(
  { manifest, entries }: CallerWorkload,
  row: CallersEndRow | undefined,
  record: Pick<AccessRecord, 'drift'> | undefined,
): string | undefined {
  if (entries.length === 0) return undefined;
  if (entries.every(({ entry }) => entry.list !== 'reachableBackends'))
    return BY_OWNER;
  if (!manifest) return NO_MANIFEST;
  return record?.drift?.what === 'no-way-out' &&
    record.drift.answer === 'report'
    ? ONLY_REPORTED
    : row?.byHand;
}

function referenceOf(
  row: CallersEndRow | undefined,
  refusal: string | undefined,
): { reference?: string } {
  const reference =
    refusal ?? (row?.pullRequest === 'closed' ? undefined : row?.reference);
  return reference ? { reference } : {};
}
