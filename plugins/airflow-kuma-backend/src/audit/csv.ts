import {
  AuditRecord,
  toCsvLine,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

const COLUMNS = [
  'sequence',
  'at',
  'actor',
  'onBehalfOf',
  'action',
  'requestId',
  'subject',
  'before',
  'after',
  'ip',
  'httpRequestId',
  'previousHash',
  'hash',
] as const;

/** First line of the CSV export. */
export const CSV_HEADER = toCsvLine([...COLUMNS]);

/** One record as a line of CSV. */
export function recordLine(record: AuditRecord): string {
  return toCsvLine(COLUMNS.map(column => textOf(record[column])));
}

function textOf(value: unknown): string {
  if (value === undefined) return '';
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
