import { AccessRequest } from './types';

/** A review of live grants. @public */
export type AccessCampaign = {
  id: string;
  title: string;
  createdBy: string;
  createdAt: string;
  deadline: string;
  /** What happens to grants that nobody answered for. */
  unanswered: 'end' | 'keep';
  filter: { dataDomain?: string; owner?: string };
  /** `cancelled`: nothing more is asked; what was answered stands. */
  state: 'open' | 'closed' | 'cancelled';
  total: number;
  kept: number;
  ended: number;
  open: number;
};

/** What a campaign would ask, before it starts; `POST /access/campaigns/preview`. @public */
export type AccessCampaignPreview = {
  /** Live grants that it would look at. */
  grants: number;
  /** Who would be asked, most grants first; a grant can have several. */
  reviewers: { ref: string; grants: number }[];
};

/**
 * What became of one grant in a campaign:
 * - `waits`: somebody has still to answer.
 * - `kept`, `ended`: somebody answered so.
 * - `ended-unanswered`, `stayed-unanswered`: nobody did until the deadline.
 * - `gone`: it had ended otherwise before anybody answered.
 * - `not-asked`: the campaign was cancelled before anybody answered.
 * @public
 */
export type AccessCampaignOutcome =
  | 'waits'
  | 'kept'
  | 'ended'
  | 'ended-unanswered'
  | 'stayed-unanswered'
  | 'gone'
  | 'not-asked';

/** One grant in a campaign. @public */
export type AccessCampaignItem = {
  campaign: string;
  request: AccessRequest;
  decision?: 'keep' | 'end';
  by?: string;
  at?: string;
  rationale?: string;
  outcome: AccessCampaignOutcome;
  /** Whether the caller may answer. */
  answerable: boolean;
};

/** Why a reviewer of a campaign was notified. @public */
export type AccessCampaignNoticeKind =
  | 'started'
  | 'reminded-7d'
  | 'reminded-1d'
  | 'cancelled';

/** A notification to a reviewer of a campaign. @public */
export type AccessCampaignNotice = {
  kind: AccessCampaignNoticeKind;
  /** Grants that waited for the reviewer then. */
  grants: number;
  at: string;
  /** Whether the notifications backend took it. */
  sent: boolean;
};

/** How far one reviewer of a campaign is, `GET /access/campaigns/:id/reviewers`. @public */
export type AccessCampaignReviewer = {
  /** Owner of a service, or whose approval the grant needed. */
  ref: string;
  grants: number;
  /** Answered, by whomever. */
  kept: number;
  ended: number;
  /** Still to answer. */
  waiting: number;
  notices: AccessCampaignNotice[];
};
