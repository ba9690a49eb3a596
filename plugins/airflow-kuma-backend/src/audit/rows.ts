import { AuditRecord } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/** A row of `audit_records`. */
export type AuditRow = {
  sequence: number | string;
  at: string;
  actor: string;
  on_behalf_of?: string | null;
  action: string;
  request_id?: string | null;
  subject?: string | null;
  before?: string | null;
  after?: string | null;
  ip?: string | null;
  http_request_id?: string | null;
  previous_hash: string;
  hash: string;
};

export function toRow(record: AuditRecord): AuditRow {
  return {
    sequence: record.sequence,
    at: record.at,
    actor: record.actor,
    on_behalf_of: record.onBehalfOf,
    action: record.action,
    request_id: record.requestId,
    subject: record.subject,
    before: json(record.before),
    after: json(record.after),
    ip: record.ip,
    http_request_id: record.httpRequestId,
    previous_hash: record.previousHash,
    hash: record.hash,
  };
}

export function fromRow(row: AuditRow): AuditRecord {
  const record: AuditRecord = {
    // PostgreSQL answers bigint as text.
    sequence: Number(row.sequence),
    at: row.at,
    actor: row.actor,
    action: row.action,
    hash: row.hash,
    previousHash: row.previous_hash,
  };
  if (isSet(row.on_behalf_of)) record.onBehalfOf = row.on_behalf_of;
  if (isSet(row.request_id)) record.requestId = row.request_id;
  if (isSet(row.subject)) record.subject = row.subject;
  if (isSet(row.before)) record.before = JSON.parse(row.before);
  if (isSet(row.after)) record.after = JSON.parse(row.after);
  if (isSet(row.ip)) record.ip = row.ip;
  if (isSet(row.http_request_id)) record.httpRequestId = row.http_request_id;
  return record;
}

function isSet(value: string | null | undefined): value is string {
  return value !== null && value !== undefined;
}

function json(value: unknown): string | undefined {
  return value === undefined ? undefined : JSON.stringify(value);
}
