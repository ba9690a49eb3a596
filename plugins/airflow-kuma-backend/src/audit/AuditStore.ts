import { AuditRecord } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { Knex } from 'knex';
import { anywhere, isLikeInAnyCase } from '../sqlText';
import { AuditEntry } from './AuditEntry';
import { appendRecords } from './appendRecords';
import { AuditRow, fromRow } from './rows';

/** By what the trail is filtered; all given fit together. */
export type AuditFilter = {
  actor?: string;
  /** Exact, or the beginning up to a dot, e.g. `access.request.`. */
  action?: string;
  requestId?: string;
  /** ISO, inclusive. */
  from?: string;
  to?: string;
  text?: string;
};

/** The state of the chain that a key was put to. */
export type SignedHead = {
  sequence: number;
  at: string;
  hash: string;
  keyId: string;
  /** Ed25519 over `<sequence> <hash> <at>`, base64. */
  signature: string;
};

/** Reads and appends to the audit trail; nothing here updates or deletes. */
export class AuditStore {
  constructor(
    private readonly database: Knex,
    private readonly now: () => Date = () => new Date(),
  ) {}

  /** Appends inside the transaction of the change that it tells of. */
  async append(
    transaction: Knex.Transaction,
    entries: AuditEntry[],
  ): Promise<AuditRecord[]> {
    return appendRecords(transaction, entries, this.now().toISOString());
  }

  /** Appends an event that changed no row. */
  async record(entries: AuditEntry[]): Promise<AuditRecord[]> {
    return this.database.transaction(transaction =>
      this.append(transaction, entries),
    );
  }

  async list(
    filter: AuditFilter,
    page: { offset: number; limit: number },
  ): Promise<{ items: AuditRecord[]; total: number }> {
    const [{ total }] = await this.query(filter).count({ total: '*' });
    const rows: AuditRow[] = await this.query(filter)
      .select('*')
      .orderBy('sequence', 'desc')
      .offset(page.offset)
      .limit(page.limit);
    return { items: rows.map(fromRow), total: Number(total) };
  }

  /** Oldest first, in batches, so that an export of any size needs no memory. */
  async *walk(filter: AuditFilter, batch = 1000): AsyncGenerator<AuditRecord> {
    for (let after = 0; ; ) {
      const rows: AuditRow[] = await this.query(filter)
        .where('sequence', '>', after)
        .select('*')
        .orderBy('sequence')
        .limit(batch);
      for (const row of rows) yield fromRow(row);
      if (rows.length < batch) return;
      after = Number(rows[rows.length - 1].sequence);
    }
  }

  async ofRequest(requestId: string): Promise<AuditRecord[]> {
    const rows: AuditRow[] = await this.database('audit_records')
      .where({ request_id: requestId })
      .orderBy('sequence');
    return rows.map(fromRow);
  }

  async head(): Promise<{ sequence: number; hash: string }> {
    const row = await this.database('audit_chain').where({ id: 1 }).first();
    return { sequence: Number(row.sequence), hash: row.hash };
  }

  async addSignedHead(head: SignedHead): Promise<void> {
    await this.database('audit_heads')
      .insert({
        sequence: head.sequence,
        at: head.at,
        hash: head.hash,
        key_id: head.keyId,
        signature: head.signature,
      })
      .onConflict('sequence')
      .ignore();
  }

  /** Newest first. */
  async signedHeads(limit = 100): Promise<SignedHead[]> {
    const rows = await this.database('audit_heads')
      .orderBy('sequence', 'desc')
      .limit(limit);
    return rows.map(row => ({
      sequence: Number(row.sequence),
      at: row.at,
      hash: row.hash,
      keyId: row.key_id,
      signature: row.signature,
    }));
  }

  private query(filter: AuditFilter): Knex.QueryBuilder {
    const query = this.database('audit_records');
    if (filter.actor) {
      const { actor } = filter;
      query.where(either =>
        either.where({ actor }).orWhere({ on_behalf_of: actor }),
      );
    }
    if (filter.action?.endsWith('.')) {
      // Not LIKE, which minds the case in PostgreSQL only.
      query.whereRaw('SUBSTR(action, 1, ?) = ?', [
        filter.action.length,
        filter.action,
      ]);
    } else if (filter.action) {
      query.where({ action: filter.action });
    }
    if (filter.requestId) query.where({ request_id: filter.requestId });
    if (filter.from) query.where('at', '>=', filter.from);
    if (filter.to) query.where('at', '<=', filter.to);
    if (filter.text) {
      const like = anywhere(filter.text);
      query.where(either =>
        either
          .whereRaw(...isLikeInAnyCase('subject', like))
          .orWhereRaw(...isLikeInAnyCase('after', like))
          .orWhereRaw(...isLikeInAnyCase('actor', like)),
      );
    }
    return query;
  }
}
