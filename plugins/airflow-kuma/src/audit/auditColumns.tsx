import { AuditRecord } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/core-plugin-api';
import { Actor } from '../access/Actor';
import { actionInWords } from '../access/actionInWords';
import { EventDetails } from '../access/EventDetails';
import { DataColumn, Pair, TimeAgo } from '../components';
import { requestRouteRef } from '../routes';
import { RecordDetails } from './RecordDetails';

function RequestIdLink(props: { id?: string }) {
  const toRequest = useRouteRef(requestRouteRef);
  if (!props.id) return <>–</>;
  return <Link to={toRequest({ id: props.id })}>{props.id}</Link>;
}

/** Columns of the audit trail. */
export const auditColumns: DataColumn<AuditRecord>[] = [
  {
    title: 'What',
    render: record => (
      <>
        <strong>{actionInWords(record.action)}</strong>
        <EventDetails after={record.after} />
      </>
    ),
  },
  { title: 'When', render: record => <TimeAgo at={record.at} exact /> },
  {
    title: 'Actor',
    render: record => (
      <>
        <Actor actor={record.actor} exact />
        {record.onBehalfOf && (
          <>
            {' for '}
            <Actor actor={record.onBehalfOf} />
          </>
        )}
      </>
    ),
  },
  {
    title: 'About',
    render: record => <Pair text={record.subject ?? '–'} />,
  },
  {
    title: 'Request',
    render: record => <RequestIdLink id={record.requestId} />,
  },
  { title: 'From address', render: record => record.ip ?? '–' },
  { title: 'Number', render: record => record.sequence },
  {
    title: 'Details',
    render: record => <RecordDetails record={record} />,
  },
];
