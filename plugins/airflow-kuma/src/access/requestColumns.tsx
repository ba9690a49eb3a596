import {
  AccessRequest,
  capitalized,
  durationInWords,
  UNTIL_REVOKED,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Typography from '@material-ui/core/Typography';
import { DataColumn, TimeAgo } from '../components';
import { AccessStateChips } from './AccessStateChips';
import { LastUse } from './LastUse';
import { RequestLink } from './RequestLink';
import { RunsLink } from './RunsLink';

/** Columns of the lists of requests. */
export const requestColumns: DataColumn<AccessRequest>[] = [
  {
    title: 'Access',
    render: request => (
      <>
        <RequestLink request={request} />
        <Typography variant="caption" color="textSecondary" component="div">
          {request.reason}
        </Typography>
        {request.endReason && (
          <Typography variant="caption" component="div">
            {capitalized(request.endReason)}
          </Typography>
        )}
      </>
    ),
  },
  {
    title: 'State',
    render: request => <AccessStateChips request={request} />,
  },
  {
    title: 'Mesh',
    render: request => `${request.controlPlane} / ${request.mesh}`,
  },
  {
    title: 'Requester',
    render: request => (
      <EntityRefLink entityRef={request.requester} defaultKind="user" />
    ),
  },
  {
    title: 'Asked',
    render: request => <TimeAgo at={request.requestedAt} />,
  },
  {
    title: 'Ends',
    render: request =>
      request.endedAt || request.end ? (
        <TimeAgo at={request.endedAt ?? request.end} />
      ) : (
        afterApproval(request.duration)
      ),
  },
  {
    title: 'Last used',
    render: request => (
      <>
        <div>
          <LastUse request={request} />
        </div>
        <RunsLink request={request} />
      </>
    ),
  },
];

/** When a grant that nobody has approved yet would end. */
function afterApproval(duration: string): string {
  return duration === UNTIL_REVOKED
    ? 'when revoked'
    : `${durationInWords(duration)} after approval`;
}
