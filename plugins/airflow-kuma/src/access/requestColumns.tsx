import { AccessRequest } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Typography from '@material-ui/core/Typography';
import { DataColumn, TimeAgo, durationInWords } from '../components';
import { AccessStateChips } from './AccessStateChips';
import { RequestLink } from './RequestLink';

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
        durationInWords(request.duration)
      ),
  },
  {
    title: 'Last used',
    render: request =>
      request.lastUsed ? <TimeAgo at={request.lastUsed} /> : 'Not known',
  },
];
