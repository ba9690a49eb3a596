import {
  AccessCampaign,
  AccessCampaignNoticeKind,
  AccessStray,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { LoggerService } from '@backstage/backend-plugin-api';
import { AccessRecord } from '../types';

/** What happened to a request, after it was committed. */
export type AccessEventName =
  | 'created'
  | 'approved-partly'
  | 'granted'
  /** What was granted for later begins now. */
  | 'started'
  | 'denied'
  | 'withdrawn'
  | 'lapsed'
  | 'active'
  /** Active, and in the place of the one that it prolongs. */
  | 'extended'
  /** A longer one took its place. */
  | 'superseded'
  | 'ending'
  | 'ended'
  | 'failed'
  | 'drifted'
  /** The destination is in place, the caller's end is not. */
  | 'waits-for-caller'
  /** The pull request at the caller's end was closed without being merged. */
  | 'caller-refused'
  /** Somebody wants it opened again. */
  | 'caller-asked-again'
  /** Ended; the caller's owner has to take the way out back. */
  | 'caller-taking-back'
  | 'reviewed'
  | 'remind-decision'
  | 'remind-expiry'
  | 'unused';

/** Somebody who wants to know: notifications, signals, metrics. */
export type AccessListener = (
  name: AccessEventName,
  record: AccessRecord,
  detail?: string,
) => Promise<void> | void;

/** Who wants to know of permissions that carry our label and are nobody's. */
export type StrayListener = (stray: AccessStray) => Promise<void> | void;

/** What a reviewer of a campaign is told. */
export type CampaignEvent = {
  campaign: AccessCampaign;
  /** Entity ref of a user or group. */
  reviewer: string;
  kind: AccessCampaignNoticeKind;
  /** That wait for them. */
  grants: number;
};

/** Who tells the reviewers of a campaign. */
export type CampaignListener = (event: CampaignEvent) => Promise<void> | void;

/**
 * Tells listeners after the fact. None of them can undo or delay what
 * happened: a failing one is logged and the rest goes on.
 */
export class AccessEvents {
  private readonly listeners: AccessListener[] = [];
  private readonly strayListeners: StrayListener[] = [];
  private readonly campaignListeners: CampaignListener[] = [];

  constructor(private readonly logger: LoggerService) {}

  listen(listener: AccessListener): void {
    this.listeners.push(listener);
  }

  listenToStrays(listener: StrayListener): void {
    this.strayListeners.push(listener);
  }

  listenToCampaigns(listener: CampaignListener): void {
    this.campaignListeners.push(listener);
  }

  /** Whether every listener took it. */
  async emitCampaign(event: CampaignEvent): Promise<boolean> {
    let isTaken = true;
    for (const listener of this.campaignListeners) {
      const what = `campaign ${event.campaign.id} (${event.kind}) to ${event.reviewer}`;
      if (!(await this.tell(what, () => listener(event)))) isTaken = false;
    }
    return isTaken;
  }

  async emitStray(stray: AccessStray): Promise<void> {
    for (const listener of this.strayListeners) {
      await this.tell(`permission ${stray.name}`, () => listener(stray));
    }
  }

  async emit(
    name: AccessEventName,
    record: AccessRecord,
    detail?: string,
  ): Promise<void> {
    for (const listener of this.listeners) {
      await this.tell(`access request ${record.id} (${name})`, () =>
        listener(name, record, detail),
      );
    }
  }

  private async tell(
    what: string,
    listener: () => Promise<void> | void,
  ): Promise<boolean> {
    try {
      await listener();
      return true;
    } catch (error) {
      this.logger.warn(
        `Telling about ${what} failed: ${(error as Error).message}`,
      );
      return false;
    }
  }
}
