import {
  AccessCampaign,
  AccessCampaignOutcome,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ConflictError, NotFoundError } from '@backstage/errors';
import { Knex } from 'knex';

export type CampaignAnswer = {
  decision: 'keep' | 'end';
  by: string;
  at: string;
  rationale: string;
};

export type CampaignItem = {
  requestId: string;
  answer?: CampaignAnswer;
  /** Of one without an answer, once the campaign is closed. */
  outcome?: AccessCampaignOutcome;
};

type Stored = Omit<AccessCampaign, 'total' | 'kept' | 'ended' | 'open'>;

/** Campaigns and what was answered in them. */
export class CampaignStore {
  constructor(private readonly database: Knex) {}

  async insert(
    transaction: Knex.Transaction,
    campaign: Stored,
    requestIds: string[],
  ): Promise<void> {
    await transaction('access_campaigns').insert({
      id: campaign.id,
      title: campaign.title,
      created_by: campaign.createdBy,
      created_at: campaign.createdAt,
      deadline: campaign.deadline,
      unanswered: campaign.unanswered,
      filter: JSON.stringify(campaign.filter),
      state: campaign.state,
    });
    await transaction.batchInsert(
      'access_campaign_items',
      requestIds.map(request_id => ({ campaign_id: campaign.id, request_id })),
      100,
    );
  }

  /** Newest first. */
  async list(): Promise<AccessCampaign[]> {
    const rows = await this.database('access_campaigns').orderBy(
      'created_at',
      'desc',
    );
    return Promise.all(rows.map(row => this.withFigures(row)));
  }

  async get(id: string): Promise<AccessCampaign> {
    const row = await this.database('access_campaigns').where({ id }).first();
    if (!row) throw new NotFoundError(`No campaign ${id}`);
    return this.withFigures(row);
  }

  async items(id: string): Promise<CampaignItem[]> {
    const rows = await this.database('access_campaign_items')
      .where({ campaign_id: id })
      .orderBy('request_id');
    return rows.map(row => ({
      requestId: row.request_id,
      ...(row.outcome && { outcome: row.outcome }),
      ...(row.decision && {
        answer: {
          decision: row.decision,
          by: row.by,
          at: row.at,
          rationale: row.rationale,
        },
      }),
    }));
  }

  /** Open campaigns, next deadline first. */
  async open(): Promise<AccessCampaign[]> {
    const rows = await this.database('access_campaigns')
      .where({ state: 'open' })
      .orderBy('deadline');
    return Promise.all(rows.map(row => this.withFigures(row)));
  }

  /** The grants of open campaigns that nobody has answered for. */
  async unanswered(): Promise<{ campaignId: string; requestId: string }[]> {
    return this.database('access_campaign_items')
      .join('access_campaigns', 'access_campaigns.id', 'campaign_id')
      .where({ state: 'open' })
      .whereNull('decision')
      .select({ campaignId: 'campaign_id', requestId: 'request_id' });
  }

  /** The first answer counts, and only until the deadline was applied; a second is a ConflictError. */
  async answer(
    transaction: Knex.Transaction,
    campaignId: string,
    requestId: string,
    answer: CampaignAnswer,
  ): Promise<void> {
    const changed = await transaction('access_campaign_items')
      .where({ campaign_id: campaignId, request_id: requestId })
      .whereNull('decision')
      .whereNull('outcome')
      .update(answer);
    if (changed === 0) {
      throw new ConflictError(
        `Grant ${requestId} is answered already, or not part of this campaign`,
      );
    }
  }

  /** The grant that prolongs another takes its place where an answer is awaited. */
  async succeed(
    transaction: Knex.Transaction,
    requestId: string,
    successor: string,
  ): Promise<void> {
    await transaction('access_campaign_items')
      .where({ request_id: requestId })
      .whereNull('decision')
      .whereNull('outcome')
      .whereIn(
        'campaign_id',
        transaction('access_campaigns').where({ state: 'open' }).select('id'),
      )
      .update({ request_id: successor });
  }

  /** Says what became of a grant that nobody answered for; `false` where somebody did. */
  async settle(
    transaction: Knex.Transaction,
    campaignId: string,
    requestId: string,
    outcome: AccessCampaignOutcome,
  ): Promise<boolean> {
    const changed = await transaction('access_campaign_items')
      .where({ campaign_id: campaignId, request_id: requestId })
      .whereNull('decision')
      .whereNull('outcome')
      .update({ outcome });
    return changed > 0;
  }

  /** Ends an open campaign; `false` where it had ended already. */
  async end(
    transaction: Knex.Transaction,
    id: string,
    state: 'closed' | 'cancelled',
  ): Promise<boolean> {
    const changed = await transaction('access_campaigns')
      .where({ id, state: 'open' })
      .update({ state });
    return changed > 0;
  }

  private async withFigures(row: any): Promise<AccessCampaign> {
    const counts: { decision: string | null; total: number | string }[] =
      await this.database('access_campaign_items')
        .where({ campaign_id: row.id })
        .groupBy('decision')
        .select('decision', this.database.raw('COUNT(*) AS total'));
    const count = (decision: string | null) =>
      Number(counts.find(entry => entry.decision === decision)?.total ?? 0);
    const [kept, ended, open] = [count('keep'), count('end'), count(null)];
    return {
      id: row.id,
      title: row.title,
      createdBy: row.created_by,
      createdAt: row.created_at,
      deadline: row.deadline,
      unanswered: row.unanswered,
      filter: JSON.parse(row.filter),
      state: row.state,
      total: kept + ended + open,
      kept,
      ended,
      open,
    };
  }
}
