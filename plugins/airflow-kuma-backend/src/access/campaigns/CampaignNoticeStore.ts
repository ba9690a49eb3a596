import {
  AccessCampaignNotice,
  AccessCampaignNoticeKind,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { Knex } from 'knex';

type Notice = {
  campaignId: string;
  reviewer: string;
  kind: AccessCampaignNoticeKind;
};

/** Who was told of which campaign, and when. */
export class CampaignNoticeStore {
  constructor(private readonly database: Knex) {}

  /** Takes a notice to send; `false` where it was taken already, by whichever replica. */
  async take(
    notice: Notice & { grants: number; at: string },
  ): Promise<boolean> {
    const { campaignId, reviewer, kind, grants, at } = notice;
    const taken = await this.database('access_campaign_notices')
      .insert({
        campaign_id: campaignId,
        reviewer,
        kind,
        grants,
        at,
        sent: false,
      })
      .onConflict(['campaign_id', 'reviewer', 'kind'])
      .ignore()
      .returning('reviewer');
    return taken.length > 0;
  }

  async markSent(transaction: Knex.Transaction, notice: Notice): Promise<void> {
    await transaction('access_campaign_notices')
      .where({
        campaign_id: notice.campaignId,
        reviewer: notice.reviewer,
        kind: notice.kind,
      })
      .update({ sent: true });
  }

  /** Oldest first. */
  async of(
    campaignId: string,
  ): Promise<(AccessCampaignNotice & { reviewer: string })[]> {
    const rows = await this.database('access_campaign_notices')
      .where({ campaign_id: campaignId })
      .orderBy([{ column: 'at' }, { column: 'reviewer' }]);
    return rows.map(row => ({
      reviewer: row.reviewer,
      kind: row.kind,
      grants: row.grants,
      at: row.at,
      // SQLite has no booleans.
      sent: Boolean(row.sent),
    }));
  }
}
