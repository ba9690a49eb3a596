import { AccessRequest } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Typography from '@material-ui/core/Typography';
import { TimeAgo } from '../components';
import { useOffers } from '../hooks/useOffers';
import { AccessStateChips } from './AccessStateChips';
import { AskAgainButton, pairOf, pairsToAsk } from './AskAgain';
import { RequestLink } from './RequestLink';
import { RunsLink } from './RunsLink';

/** Requests as short lines. */
export function RequestLines(props: { requests: AccessRequest[] }) {
  const offerOf = useOffers(pairsToAsk(props.requests));
  const shown = new Set<string>();
  /** Once for the same, and not while it is open: that stands beside it. */
  const again = (request: AccessRequest) => {
    const pair = pairOf(request);
    const offer = pair && offerOf(pair);
    const key = JSON.stringify([request.source, request.destination]);
    if (shown.has(key) || offer?.open) return null;
    shown.add(key);
    return <AskAgainButton request={request} offer={offer} />;
  };
  return (
    <>
      {props.requests.map(request => (
        <Typography
          key={request.id}
          variant="body2"
          gutterBottom
          component="div"
        >
          <RequestLink request={request} />{' '}
          <AccessStateChips request={request} /> <When request={request} />{' '}
          <RunsLink request={request} /> {again(request)}
        </Typography>
      ))}
    </>
  );
}

function When(props: { request: AccessRequest }) {
  const { end, endedAt } = props.request;
  if (endedAt) return <TimeAgo at={endedAt} />;
  if (!end) return null;
  return (
    <>
      ends <TimeAgo at={end} />
    </>
  );
}
