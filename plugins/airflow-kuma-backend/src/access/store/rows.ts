import {
  AccessDecision,
  finalAccessStates,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { AccessRecord } from '../types';

/** A row of `access_requests`. */
export type AccessRow = {
  id: string;
  version: number;
  state: string;
  control_plane: string;
  mesh: string;
  requester: string;
  requested_at: string;
  start_at?: string | null;
  end_at?: string | null;
  lapses_at?: string | null;
  updated_at: string;
  open_key?: string | null;
  unreviewed: boolean;
  drifted: boolean;
  data: string;
};

/** A row of `access_decisions`. */
export type DecisionRow = AccessDecision & { request_id: string };

export function toAccessRow(record: AccessRecord, now: string): AccessRow {
  const {
    id,
    version,
    state,
    controlPlane,
    mesh,
    requester,
    requestedAt,
    start,
    end,
    lapsesAt,
    openKey,
    decisions: _decisions,
    ...data
  } = record;
  return {
    id,
    version,
    state,
    control_plane: controlPlane,
    mesh,
    requester,
    requested_at: requestedAt,
    // Explicit null: an update must be able to take a value away.
    start_at: start ?? null,
    end_at: end ?? null,
    lapses_at: lapsesAt ?? null,
    updated_at: now,
    open_key: (!finalAccessStates.includes(state) && openKey) || null,
    unreviewed: record.breakGlass && !record.review,
    drifted: record.drift !== undefined,
    data: JSON.stringify(data),
  };
}

export function fromAccessRow(
  row: AccessRow,
  decisions: AccessDecision[],
): AccessRecord {
  return {
    ...JSON.parse(row.data),
    id: row.id,
    version: row.version,
    state: row.state,
    controlPlane: row.control_plane,
    mesh: row.mesh,
    requester: row.requester,
    requestedAt: row.requested_at,
    ...(row.start_at && { start: row.start_at }),
    ...(row.end_at && { end: row.end_at }),
    ...(row.lapses_at && { lapsesAt: row.lapses_at }),
    ...(row.open_key && { openKey: row.open_key }),
    decisions,
  };
}

export function fromDecisionRow(row: DecisionRow): AccessDecision {
  return {
    by: row.by,
    at: row.at,
    decision: row.decision,
    rationale: row.rationale,
  };
}
