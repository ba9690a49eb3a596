import {
  SourcePart,
  SourceStatus,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { Cadence } from './config/readCadence';
import { ReadsAround } from './store/ReadStore';
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

/** Milliseconds after a read by when the next should have been. */
export function lateAfter({ interval, deadline }: Cadence): number {
  return 3 * interval + deadline;
}

/**
 * How a source was doing at a past instant, by the reads around it. What its
 * error said then is not kept.
 */
export function pastStatus(
  source: SourceDefinition & { cadence: Cadence },
  record: SourceRecord | undefined,
  reads: ReadsAround | undefined,
  at: Date,
): SourceStatus {
  const now = sourceStatus(source, record, at);
  // From before reads were kept: what is stored of then is all there is.
  if (!reads) return { ...now, state: 'ok', error: undefined };
  const { before, after, isSame, hasFailed } = reads;
  const isLate = at.getTime() - Date.parse(before) > lateAfter(source.cadence);
  const isStale = !isSame && (hasFailed || isLate);
  return {
    ...now,
    state: isStale ? 'stale' : 'ok',
    lastSuccess: before,
    error: isStale ? 'It could not be read then.' : undefined,
    ...(!isSame && { readsAround: { before, ...(after && { after }) } }),
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
  // No error, and yet nothing came: no replica gets to reading it.
  const isLate = age > lateAfter(source.cadence);
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
