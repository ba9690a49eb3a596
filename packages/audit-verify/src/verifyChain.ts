import { createHash } from 'node:crypto';
import canonicalize from 'canonicalize';
import { ExportedRecord, Export, Finding } from './types';

const GENESIS = '0'.repeat(64);

/** The hash of a record as the portal computes it, written again from the docs. */
export function hashOf(record: ExportedRecord): string {
  const { hash: _hash, ...content } = record;
  return createHash('sha256')
    .update(canonicalize(content) as string)
    .digest('hex');
}

/**
 * Checks every record's own hash, and that each names the one before it. A
 * changed record fails the first check, a removed or inserted one the second.
 */
export function verifyChain(exported: Export): Finding[] {
  const findings: Finding[] = [];
  const { records, filtered } = exported;
  let before: ExportedRecord | undefined;
  for (const record of records) {
    if (hashOf(record) !== record.hash) {
      findings.push({
        sequence: record.sequence,
        message: 'its content is not what was hashed',
      });
    }
    const expected = before ? before.sequence + 1 : 1;
    if (record.sequence < expected) {
      findings.push({
        sequence: record.sequence,
        message: 'it is out of order or there twice',
      });
    } else if (record.sequence > expected && !filtered) {
      findings.push({
        sequence: record.sequence,
        message: `records ${expected} to ${
          record.sequence - 1
        } are missing before it`,
      });
    }
    const previous = before ? before.hash : GENESIS;
    if (record.sequence === expected && record.previousHash !== previous) {
      findings.push({
        sequence: record.sequence,
        message: 'it does not follow the record before it',
      });
    }
    before = record;
  }
  const { head } = exported;
  if (head && !filtered && head.sequence > 0) {
    if (!before || before.sequence < head.sequence) {
      findings.push({
        sequence: head.sequence,
        message: `the export ends at ${before?.sequence ?? 0}, before the head`,
      });
    } else if (before.sequence === head.sequence && before.hash !== head.hash) {
      findings.push({
        sequence: head.sequence,
        message: 'the last record is not the head',
      });
    }
  }
  return findings;
}
