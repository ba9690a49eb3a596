import {
  AccessCampaignItem,
  AccessCampaignOutcome,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { Actor } from './Actor';
import { CampaignAnswer } from './CampaignAnswer';

/** Where nobody answered, and nobody can any more. */
const UNANSWERED: Partial<Record<AccessCampaignOutcome, string>> = {
  'ended-unanswered': 'Ended: nobody answered in time',
  'stayed-unanswered': 'Stayed: nobody answered in time',
  gone: 'Had ended before anybody answered',
  'not-asked': 'Not asked any more',
};

/** What became of one grant in a campaign, or the form to answer for it. */
export function CampaignOutcome(props: {
  item: AccessCampaignItem;
  onDone: () => void;
}) {
  const { item, onDone } = props;
  const { by, decision, outcome, rationale } = item;
  if (decision) {
    return (
      <>
        {decision === 'keep' ? 'Kept by ' : 'Ended by '}
        {by && <Actor actor={by} />}
        {rationale && `: ${rationale}`}
      </>
    );
  }
  // Extended: another grant goes on in its place, and is not asked about here.
  if (outcome === 'gone' && item.request.state === 'superseded')
    return <>Was extended before anybody answered; its extension goes on</>;
  const unanswered = UNANSWERED[outcome];
  if (unanswered) return <>{unanswered}</>;
  return <CampaignAnswer item={item} onDone={onDone} />;
}
