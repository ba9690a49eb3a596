import {
  AccessCampaign,
  AccessCampaignNotice,
  AccessCampaignNoticeKind,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

const DAY = 86_400_000;

/** Before the deadline; the last one that fits is sent. */
const REMINDERS = [
  { kind: 'reminded-7d', before: 7 * DAY },
  { kind: 'reminded-1d', before: DAY },
] as const;

/** What a reviewer with grants to answer for is to be told now, if anything. */
export function dueNotice(
  campaign: Pick<AccessCampaign, 'deadline'>,
  notices: Pick<AccessCampaignNotice, 'at' | 'kind'>[],
  now: number,
): AccessCampaignNoticeKind | undefined {
  const end = Date.parse(campaign.deadline);
  if (now >= end) return undefined;
  const first = notices.find(({ kind }) => kind === 'started');
  if (!first) return 'started';
  const due = REMINDERS.filter(
    ({ before }) =>
      now >= end - before &&
      // Who was just told, or has no week for it, needs no reminder a week before.
      end - Date.parse(first.at) > before * 1.5,
  ).pop();
  return due && !notices.some(({ kind }) => kind === due.kind)
    ? due.kind
    : undefined;
}
