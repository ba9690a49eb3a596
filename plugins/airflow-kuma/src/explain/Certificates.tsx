import { CertificateHistory } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Typography from '@material-ui/core/Typography';
import {
  DataColumn,
  DataTable,
  PlainEmpty,
  Section,
  TimeAgo,
} from '../components';

type Event = CertificateHistory['events'][number];

const EVENTS: Record<Event['what'], string> = {
  'first-seen': 'First seen',
  regenerated: 'Renewed',
  expired: 'Expired',
  'issuer-changed': 'Issuer changed',
  disconnected: 'Proxy disconnected',
  connected: 'Proxy connected',
};

const columns: DataColumn<Event>[] = [
  { title: 'When', render: event => <TimeAgo at={event.at} /> },
  { title: 'What', render: event => EVENTS[event.what] },
  { title: 'Issuer', render: event => event.issuer ?? '–' },
  {
    title: 'Valid until',
    render: event =>
      event.expires ? <TimeAgo at={event.expires} /> : 'Not reported',
  },
  { title: 'Renewals so far', render: event => event.regenerations ?? '–' },
];

/** What became of the certificates, as the portal has seen it. */
export function Certificates(props: { histories: CertificateHistory[] }) {
  return (
    <Section title="Certificates over time">
      {props.histories.length === 0 && (
        <PlainEmpty>
          The portal has seen no certificate of either side.
        </PlainEmpty>
      )}
      {props.histories.map(history => (
        <div
          key={`${history.side} ${history.proxy}`}
          style={{ marginBottom: 16 }}
        >
          <Typography variant="subtitle1" component="h3">
            {`${history.side === 'source' ? 'Caller' : 'Service'}: ${
              history.proxy
            }`}
          </Typography>
          {history.cause && (
            <Typography variant="body2" gutterBottom>
              {history.cause}
            </Typography>
          )}
          <DataTable
            label={`Certificate history of ${history.proxy}`}
            columns={columns}
            rows={history.events}
            rowKey={event => `${event.at} ${event.what}`}
            empty="Nothing has happened since the portal looks."
          />
        </div>
      ))}
    </Section>
  );
}
