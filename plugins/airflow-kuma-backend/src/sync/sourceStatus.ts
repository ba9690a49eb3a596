import {
  SourcePart,
  SourceStatus,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { Cadence } from './config/readCadence';
import { SourceRecord } from './store/SourceStore';
import { SourceDefinition } from './types';

/** How a source is doing, from config and from what was stored of it. */
export function sourceStatus(
  source: SourceDefinition & { cadence: Cadence },
  record: SourceRecord | undefined,
  now: Date,
): SourceStatus {
  const error = source.configurationError ?? record?.error;
  return {
    kind: source.kind,
    name: source.name,
    title: source.title,
    state: stateOf(source, record, now),
    version: record?.version,
    uiUrl: source.uiUrl,
    lastSuccess: record?.lastSuccess,
    lastAttempt: record?.lastAttempt,
    error,
    skipped: record?.skipped ?? [],
    parts: partsOf(record),
    heldBack: heldBackOf(record),
    writable: record?.writable,
  };
}

function stateOf(
  source: SourceDefinition & { cadence: Cadence },
  record: SourceRecord | undefined,
  now: Date,
): SourceStatus['state'] {
  if (source.configurationError) return 'misconfigured';
  if (!record?.lastSuccess) return 'never';
  const age = now.getTime() - new Date(record.lastSuccess).getTime();
  const { interval, deadline } = source.cadence;
  // No error, and yet nothing came: no replica gets to reading it.
  const isLate = age > 3 * interval + deadline;
  return record.error || isLate ? 'stale' : 'ok';
}

function heldBackOf(
  record: SourceRecord | undefined,
): SourceStatus['heldBack'] {
  if (!record?.heldBack) return undefined;
  const { missing: _, ...heldBack } = record.heldBack;
  return heldBack;
}

function partsOf(record: SourceRecord | undefined): SourcePart[] {
  return (record?.parts ?? []).map(part =>
    part.state === 'read' ? { ...part, lastRead: record?.lastSuccess } : part,
  );
}
