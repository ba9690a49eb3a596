import {
  AccessCampaignNoticeKind,
  counted,
  utcMinute,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { NotificationService } from '@backstage/plugin-notifications-node';
import { PeopleReader } from '../people/PeopleReader';
import { CampaignListener } from './AccessEvents';

/**
 * Tells reviewers what waits for them, with a link to the campaign. A later
 * message about a campaign takes the place of an earlier one.
 */
export function createCampaignNotifier(options: {
  notifications: NotificationService;
  people: Pick<PeopleReader, 'namesOf'>;
  /** Path of the page of a campaign. */
  linkOf(id: string): string;
}): CampaignListener {
  return async ({ campaign, reviewer, kind, grants }) => {
    const { id, title, deadline, unanswered } = campaign;
    const what = counted(grants, 'grant');
    const nameOf = await options.people.namesOf([reviewer]);
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
            : `For ${nameOf(reviewer)}, until ${utcMinute(deadline)}. ${end}`,
        link: options.linkOf(id),
        severity:
          kind === 'reminded-1d' && unanswered === 'end' ? 'high' : 'normal',
        topic: 'access-campaign',
        scope: `airflow-kuma:campaign:${id}:${reviewer}`,
      },
    });
  };
}
