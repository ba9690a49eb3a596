import { AccessRequest } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Typography from '@material-ui/core/Typography';
import { TimeAgo } from '../components';
import { AccessStateChips } from './AccessStateChips';
import { RequestLink } from './RequestLink';
import { RunsLink } from './RunsLink';

/** Requests as short lines. */
export function RequestLines(props: { requests: AccessRequest[] }) {
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
          <RunsLink request={request} />
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
