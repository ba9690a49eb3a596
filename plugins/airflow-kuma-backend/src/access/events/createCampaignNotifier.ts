import { AccessCampaignNoticeKind } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { CampaignListener } from './AccessEvents';

/**
 * Tells reviewers what waits for them, with a link to the campaign. A later
 * message about a campaign takes the place of an earlier one.
 */
export function createCampaignNotifier(options: {
  notifications: NotificationService;
  /** Path of the page of a campaign. */
  linkOf(id: string): string;
}): CampaignListener {
  return async ({ campaign, reviewer, kind, grants }) => {
    const { id, title, deadline, unanswered } = campaign;
    const what = `${grants} ${grants === 1 ? 'grant' : 'grants'}`;
    const titles: Record<AccessCampaignNoticeKind, string> = {
      started: `Please review ${what}: ${title}`,
      'reminded-7d': `Still to review, ${what}: ${title}`,
      'reminded-1d': `Last day to review ${what}: ${title}`,
      cancelled: `No review is needed any more: ${title}`,
    };
    const end =
      unanswered === 'end'
        ? 'What nobody answers for ends then.'
        : 'What nobody answers for stays.';
    await options.notifications.send({
      recipients: { type: 'entity', entityRef: reviewer },
      payload: {
        title: titles[kind],
        description:
          kind === 'cancelled'
            ? 'The campaign was cancelled: nothing more ends by it, and answers stand.'
            : `As ${reviewer}, until ${minute(deadline)}. ${end}`,
        link: options.linkOf(id),
        severity:
          kind === 'reminded-1d' && unanswered === 'end' ? 'high' : 'normal',
        topic: 'access-campaign',
        scope: `airflow-kuma:campaign:${id}:${reviewer}`,
      },
    });
  };
}

/** `2026-12-11 21:51 UTC` */
function minute(at: string): string {
  return `${at.slice(0, 16).replace('T', ' ')} UTC`;
}
