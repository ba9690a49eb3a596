import {
  AccessDecision,
  AccessState,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { isDatabaseConflictError } from '@backstage/backend-plugin-api';
import { ConflictError, NotFoundError } from '@backstage/errors';
import { Knex } from 'knex';

import { AccessRecord } from '../types';
import {
  AccessRow,
  DecisionRow,
  fromAccessRow,
  fromDecisionRow,
  toAccessRow,
} from './rows';
import { RequestSearch, searchRequests } from './searchRequests';

/** Somebody else changed the request between reading and writing. */
export class ChangedMeanwhileError extends ConflictError {
  constructor(id: string) {
    super(`Request ${id} was changed by somebody else meanwhile; look again`);
  }
}

/** As what a ref stands with a request. */
export type RefKind = 'requester' | 'approver' | 'owner' | 'domain';

/** By what requests are listed; all given fit together. */
export type AccessQuery = {
  states?: AccessState[];
  /** Asked by one of these, or in their name. */
  requester?: string[];
  /** One of these refs is in an approval set. */
  approver?: string[];
  /** Not asked by one of these. */
  notRequester?: string[];
  /** Break-glass that nobody reviewed. */
  unreviewed?: boolean;
  /** With a permission that is not as it should be. */
  drifted?: boolean;
  /** Not yet decided by this user. */
  undecidedBy?: string;
  /** Any of these DAGs or services is an end of it. */
  refs?: string[];
  mesh?: { controlPlane: string; mesh: string };
  /** Reviewed in this campaign. */
  campaign?: string;
  /** Not answered for yet in a campaign that is open. */
  inOpenCampaign?: boolean;
  /** One of these owns a service of it or approves it, and none asked for it. */
  reviewer?: string[];
  /** What people look for. */
  search?: RequestSearch;
  /** Ids that a permission policy lets through. */
  where?: (query: Knex.QueryBuilder) => void;
};

/** Requests and grants in the database. Writers pass their transaction. */
export class AccessStore {
  constructor(
    private readonly database: Knex,
    private readonly now: () => Date = () => new Date(),
  ) {}

  transaction<T>(
    work: (transaction: Knex.Transaction) => Promise<T>,
  ): Promise<T> {
    return this.database.transaction(work);
  }

  /** A ConflictError where the same is open already. */
  async insert(
    transaction: Knex.Transaction,
    record: AccessRecord,
  ): Promise<void> {
    try {
      await transaction('access_requests').insert(
        toAccessRow(record, this.now().toISOString()),
      );
    } catch (error) {
      if (!isDatabaseConflictError(error)) throw error;
      throw new ConflictError(
        'The same access is requested or granted already',
      );
    }
    await insertAll(transaction, 'access_refs', refRows(record));
    await insertAll(transaction, 'access_pairs', pairRows(record));
  }

  /**
   * Replaces what is stored under the version that was read; somebody else's
   * change in between is a ConflictError.
   */
  async update(
    transaction: Knex.Transaction,
    record: AccessRecord,
  ): Promise<AccessRecord> {
    const next = { ...record, version: record.version + 1 };
    const { id, ...row } = toAccessRow(next, this.now().toISOString());
    const changed = await transaction('access_requests')
      .where({ id, version: record.version })
      .update(row);
    if (changed === 0) {
      throw new ChangedMeanwhileError(id);
    }
    return next;
  }

  /** A ConflictError where this person has decided already. */
  async addDecision(
    transaction: Knex.Transaction,
    requestId: string,
    decision: AccessDecision,
  ): Promise<void> {
    try {
      await transaction('access_decisions').insert({
        request_id: requestId,
        ...decision,
      });
    } catch (error) {
      if (!isDatabaseConflictError(error)) throw error;
      throw new ConflictError(`You have decided request ${requestId} already`);
    }
  }

  async find(
    id: string,
    transaction?: Knex.Transaction,
  ): Promise<AccessRecord | undefined> {
    const row = await (transaction ?? this.database)('access_requests')
      .where({ id })
      .first();
    if (!row) return undefined;
    const [record] = await this.withDecisions([row], transaction);
    return record;
  }

  /** The open request of this key, see `openKey`. */
  async findOpen(key: string): Promise<AccessRecord | undefined> {
    const row = await this.database('access_requests')
      .where({ open_key: key })
      .first('id');
    return row ? this.find(row.id) : undefined;
  }

  async get(id: string, transaction?: Knex.Transaction): Promise<AccessRecord> {
    const record = await this.find(id, transaction);
    if (!record) throw new NotFoundError(`No access request ${id}`);
    return record;
  }

  /** Newest first. */
  async list(
    query: AccessQuery,
    page: { offset: number; limit: number },
  ): Promise<{ items: AccessRecord[]; total: number }> {
    const [{ total }] = await this.query(query).count({ total: '*' });
    const rows: AccessRow[] = await this.query(query)
      .select('access_requests.*')
      .orderBy([
        { column: 'requested_at', order: 'desc' },
        { column: 'id', order: 'asc' },
      ])
      .offset(page.offset)
      .limit(page.limit);
    return { items: await this.withDecisions(rows), total: Number(total) };
  }

  /** All of them; for the reconciler, which has to know every one. */
  async all(query: AccessQuery): Promise<AccessRecord[]> {
    const rows: AccessRow[] = await this.query(query)
      .select('access_requests.*')
      .orderBy('requested_at');
    return this.withDecisions(rows);
  }

  /** Requests whose time has come: lapse, start or end. */
  async due(now: string): Promise<AccessRecord[]> {
    const rows: AccessRow[] = await this.database('access_requests')
      .where(query =>
        query.where({ state: 'pending' }).where('lapses_at', '<=', now),
      )
      .orWhere(query =>
        query.where({ state: 'scheduled' }).where('start_at', '<=', now),
      )
      .orWhere(query =>
        query
          .whereIn('state', ['applying', 'active'])
          .where('end_at', '<=', now),
      )
      .orderBy('requested_at')
      .select('*');
    return this.withDecisions(rows);
  }

  /** Undecided or active ones that lapse or end before this time. */
  async endingBefore(time: string): Promise<AccessRecord[]> {
    const rows: AccessRow[] = await this.database('access_requests')
      .where(query =>
        query.where({ state: 'pending' }).where('lapses_at', '<=', time),
      )
      .orWhere(query =>
        query.where({ state: 'active' }).where('end_at', '<=', time),
      )
      .select('*');
    return this.withDecisions(rows);
  }

  /** Whether this person has a break-glass that nobody reviewed. */
  async hasUnreviewed(requester: string): Promise<boolean> {
    const row = await this.database('access_requests')
      .where({ requester, unreviewed: true })
      .first('id');
    return row !== undefined;
  }

  /** Ids of requests with one of these refs, as a part of a query. */
  idsWith(kind: RefKind, refs: string[]): Knex.QueryBuilder {
    return this.database('access_refs')
      .where({ kind })
      .whereIn('ref', refs)
      .select('request_id');
  }

  /** Ids with all refs that they are about, in the order of a list. */
  async about(
    query: AccessQuery,
  ): Promise<{ id: string; requester: string; refs: string[] }[]> {
    const ids: { id: string; requester: string }[] = await this.query(query)
      .select('id', 'requester')
      .orderBy([
        { column: 'requested_at', order: 'desc' },
        { column: 'id', order: 'asc' },
      ]);
    const pairs: { request_id: string; dag: string; service: string }[] =
      await this.database('access_pairs')
        .whereIn('request_id', this.query(query).select('id'))
        .distinct('request_id', 'dag', 'service');
    const refs = new Map<string, Set<string>>();
    for (const pair of pairs) {
      const known = refs.get(pair.request_id) ?? new Set();
      refs.set(pair.request_id, known.add(pair.dag).add(pair.service));
    }
    return ids.map(({ id, requester }) => ({
      id,
      requester,
      refs: [...(refs.get(id) ?? [])],
    }));
  }

  /** These requests, in this order. */
  async byIds(ids: string[]): Promise<AccessRecord[]> {
    const rows: AccessRow[] = await this.database('access_requests').whereIn(
      'id',
      ids,
    );
    const records = await this.withDecisions(rows);
    return ids.flatMap(id => records.find(record => record.id === id) ?? []);
  }

  private query(query: AccessQuery): Knex.QueryBuilder {
    const builder = this.database('access_requests');
    if (query.states) builder.whereIn('state', query.states);
    if (query.notRequester) {
      builder.whereNotIn('id', this.idsWith('requester', query.notRequester));
    }
    if (query.unreviewed) builder.where({ unreviewed: true });
    if (query.drifted) {
      builder.where({ drifted: true });
    }
    if (query.mesh) {
      builder.where({
        control_plane: query.mesh.controlPlane,
        mesh: query.mesh.mesh,
      });
    }
    for (const kind of ['requester', 'approver'] as const) {
      const refs = query[kind];
      if (refs) builder.whereIn('id', this.idsWith(kind, refs));
    }
    if (query.undecidedBy) {
      builder.whereNotIn(
        'id',
        this.database('access_decisions')
          .where({ by: query.undecidedBy })
          .select('request_id'),
      );
    }
    if (query.refs) {
      builder.whereIn(
        'id',
        this.database('access_pairs')
          .whereIn('dag', query.refs)
          .orWhereIn('service', query.refs)
          .select('request_id'),
      );
    }
    if (query.campaign !== undefined) {
      builder.whereIn(
        'id',
        this.database('access_campaign_items')
          .where({ campaign_id: query.campaign })
          .select('request_id'),
      );
    }
    if (query.inOpenCampaign) {
      builder.whereIn(
        'id',
        this.database('access_campaign_items')
          .join('access_campaigns', 'access_campaigns.id', 'campaign_id')
          .where({ 'access_campaigns.state': 'open' })
          .whereNull('decision')
          .select('request_id'),
      );
    }
    const { reviewer } = query;
    if (reviewer) {
      builder
        .whereNotIn('id', this.idsWith('requester', reviewer))
        .where(either =>
          either
            .whereIn('id', this.idsWith('owner', reviewer))
            .orWhereIn('id', this.idsWith('approver', reviewer)),
        );
    }
    if (query.search) searchRequests(this.database, builder, query.search);
    if (query.where) builder.where(query.where);
    return builder;
  }

  private async withDecisions(
    rows: AccessRow[],
    transaction?: Knex.Transaction,
  ): Promise<AccessRecord[]> {
    const byRequest = new Map<string, AccessDecision[]>();
    // SQLite takes at most 32,766 parameters.
    for (let start = 0; start < rows.length; start += 5000) {
      const decisions: DecisionRow[] = await (transaction ?? this.database)(
        'access_decisions',
      )
        .whereIn(
          'request_id',
          rows.slice(start, start + 5000).map(row => row.id),
        )
        .orderBy('at');
      for (const row of decisions) {
        const list = byRequest.get(row.request_id) ?? [];
        list.push(fromDecisionRow(row));
        byRequest.set(row.request_id, list);
      }
    }
    return rows.map(row => fromAccessRow(row, byRequest.get(row.id) ?? []));
  }
}

/** In one statement each; SQLite takes 500 rows at once. */
const MAX_ROWS = 100;

async function insertAll(
  transaction: Knex.Transaction,
  table: string,
  rows: object[],
) {
  for (let start = 0; start < rows.length; start += MAX_ROWS) {
    await transaction(table).insert(rows.slice(start, start + MAX_ROWS));
  }
}

function refRows(record: AccessRecord) {
  const refs: Record<RefKind, string[]> = {
    requester: [record.requester, ...record.onBehalfOf],
    approver: record.approvals.flatMap(set => set.approvers),
    owner: record.resolved.targets.map(target => target.owner),
    domain: record.domains,
  };
  return Object.entries(refs).flatMap(([kind, values]) =>
    [...new Set(values)].map(ref => ({ request_id: record.id, kind, ref })),
  );
}

function pairRows(record: AccessRecord) {
  const pairs = new Map<string, object>();
  for (const dag of record.resolved.dags) {
    for (const { ref, port } of record.resolved.targets) {
      pairs.set(`${dag.ref} ${ref} ${port}`, {
        request_id: record.id,
        dag: dag.ref,
        service: ref,
        port,
      });
    }
  }
  return [...pairs.values()];
}
