import { createHash } from 'node:crypto';
import { AuditRecord } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import canonicalize from 'canonicalize';

/** What stands before the first record. */
export const GENESIS_HASH = '0'.repeat(64);

/**
 * SHA-256 over the canonical JSON (RFC 8785) of all fields of the record but
 * `hash`, the hash of the record before among them.
 */
export function hashRecord(record: Omit<AuditRecord, 'hash'>): string {
  return createHash('sha256')
    .update(canonicalize(record) as string)
    .digest('hex');
}
