import { Knex } from 'knex';
import {
  SourcePart,
  SourceReference,
  SourceStatus,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/** A sudden drop, with what is missing, so that a repeat can be told. */
export type HeldBack = NonNullable<SourceStatus['heldBack']> & {
  missing: string[];
};

/** What is kept of a source between reads, for all replicas. */
export type SourceRecord = {
  version?: string;
  lastSuccess?: string;
  lastAttempt?: string;
  error?: string;
  skipped: SourceStatus['skipped'];
  /** Without `lastRead` of what was read at `lastSuccess`. */
  parts: SourcePart[];
  heldBack?: HeldBack;
  /** An admin confirmed the drop. */
  confirmed: boolean;
  writable?: boolean;
  /** ISO time until which reads are hurried. */
  hurryUntil?: string;
  /** Somebody asked for a read at once. */
  refresh: boolean;
  /** What the reader of this source wants to remember, small. */
  memory?: Record<string, unknown>;
};

const MAX_VERSION = 64;

/** Key of a source in the tables. */
export function sourceKey(source: SourceReference): string {
  return `${source.kind}:${source.name}`;
}

/** How each source is doing. */
export class SourceStore {
  readonly #knex: Knex;

  static create(knex: Knex): SourceStore {
    return new SourceStore(knex);
  }

  private constructor(knex: Knex) {
    this.#knex = knex;
  }

  /** Makes sure that the source has its row, which writes of objects count on. */
  async register(source: SourceReference): Promise<void> {
    await this.#knex('sync_sources')
      .insert({ source: sourceKey(source), skipped: '[]' })
      .onConflict('source')
      .ignore();
  }

  async get(source: SourceReference): Promise<SourceRecord> {
    const [row] = await this.#knex('sync_sources').where({
      source: sourceKey(source),
    });
    return row
      ? fromRow(row)
      : { skipped: [], parts: [], confirmed: false, refresh: false };
  }

  async all(): Promise<Map<string, SourceRecord>> {
    const rows = await this.#knex('sync_sources').select();
    return new Map(rows.map(row => [row.source, fromRow(row)]));
  }

  /** Changes only what is given; `undefined` given means "no longer". */
  async update(
    source: SourceReference,
    change: Partial<SourceRecord>,
  ): Promise<void> {
    await this.#knex('sync_sources')
      .where({ source: sourceKey(source) })
      .update(toRow(change));
  }
}

function fromRow(row: Record<string, any>): SourceRecord {
  return {
    version: row.version ?? undefined,
    lastSuccess: row.last_success ?? undefined,
    lastAttempt: row.last_attempt ?? undefined,
    error: row.error ?? undefined,
    skipped: JSON.parse(row.skipped),
    parts: row.parts ? JSON.parse(row.parts) : [],
    heldBack: row.held_back ? JSON.parse(row.held_back) : undefined,
    confirmed: Boolean(row.confirmed),
    // SQLite keeps booleans as 0 and 1.
    writable: row.writable === null ? undefined : Boolean(row.writable),
    hurryUntil: row.hurry_until ?? undefined,
    refresh: Boolean(row.refresh),
    memory: row.memory ? JSON.parse(row.memory) : undefined,
  };
}

function toRow(change: Partial<SourceRecord>): Record<string, unknown> {
  const row: Record<string, unknown> = {};
  const set = (column: string, field: keyof SourceRecord, json = false) => {
    if (!(field in change)) return;
    const value = change[field];
    row[column] = json && value !== undefined ? JSON.stringify(value) : value;
    // Knex leaves undefined out; null is what clears a column.
    if (value === undefined) row[column] = null;
  };
  set('version', 'version');
  // PostgreSQL refuses a longer one, and with it the whole row.
  if (change.version) row.version = change.version.slice(0, MAX_VERSION);
  set('last_success', 'lastSuccess');
  set('last_attempt', 'lastAttempt');
  set('error', 'error');
  set('skipped', 'skipped', true);
  set('parts', 'parts', true);
  set('held_back', 'heldBack', true);
  set('confirmed', 'confirmed');
  set('writable', 'writable');
  set('hurry_until', 'hurryUntil');
  set('refresh', 'refresh');
  set('memory', 'memory', true);
  return row;
}
