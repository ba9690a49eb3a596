import { AuditRecord } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { Knex } from 'knex';
import { AuditEntry } from './AuditEntry';
import { hashRecord } from './hashRecord';
import { toRow } from './rows';

// SQLite takes 500 rows at once.
const MAX_ROWS = 50;

/**
 * Appends to the chain inside the caller's transaction, so that a change and
 * its record stand or fall together. The one row of `audit_chain` is the lock
 * that keeps writers of all replicas in one line; append last in a transaction
 * to hold it shortly.
 */
export async function appendRecords(
  transaction: Knex.Transaction,
  entries: AuditEntry[],
  now: string,
): Promise<AuditRecord[]> {
  if (entries.length === 0) return [];
  const chain = await lockChain(transaction);
  let previousHash = chain.hash;
  const records = entries.map((entry, index) => {
    const unhashed = withoutUndefined({
      sequence: chain.sequence + index + 1,
      at: now,
      ...entry,
      previousHash,
    });
    const record: AuditRecord = { ...unhashed, hash: hashRecord(unhashed) };
    previousHash = record.hash;
    return record;
  });
  // Not batchInsert: its savepoint would hold the chain for two round trips more.
  for (let start = 0; start < records.length; start += MAX_ROWS) {
    await transaction('audit_records').insert(
      records.slice(start, start + MAX_ROWS).map(toRow),
    );
  }
  await transaction('audit_chain')
    .where({ id: 1 })
    .update({
      sequence: chain.sequence + records.length,
      hash: previousHash,
    });
  return records;
}

async function lockChain(transaction: Knex.Transaction) {
  const query = transaction('audit_chain').where({ id: 1 }).first();
  // SQLite has one writer at a time and no FOR UPDATE.
  const row = await (transaction.client.config.client === 'pg'
    ? query.forUpdate()
    : query);
  return { sequence: Number(row.sequence), hash: String(row.hash) };
}

/** What is absent must be absent in the hash too, also inside `before` and `after`. */
function withoutUndefined<T>(value: T): T {
  return JSON.parse(JSON.stringify(value));
}
