import { AuditRecord } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

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
export const CSV_HEADER = `${COLUMNS.join(',')}\r\n`;

/** One record as a line of CSV (RFC 4180). */
export function toCsvLine(record: AuditRecord): string {
  return `${COLUMNS.map(column => cell(record[column])).join(',')}\r\n`;
}

function cell(value: unknown): string {
  if (value === undefined) return '';
  const text =
    typeof value === 'object' ? JSON.stringify(value) : String(value);
  // A spreadsheet would run these as formulas: people type reasons.
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replace(/"/g, '""')}"` : safe;
}
