import { CertificateHistory } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Typography from '@material-ui/core/Typography';
import CheckCircleOutline from '@material-ui/icons/CheckCircleOutline';
import ErrorOutline from '@material-ui/icons/ErrorOutline';
import HelpOutline from '@material-ui/icons/HelpOutline';
import RemoveCircleOutline from '@material-ui/icons/RemoveCircleOutline';
import {
  DataColumn,
  DataTable,
  PlainEmpty,
  Section,
  StatusChip,
  StatusLook,
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

const STATES: Record<CertificateHistory['state'], StatusLook> = {
  expired: { tone: 'error', icon: ErrorOutline, label: 'Expired' },
  none: { tone: 'neutral', icon: RemoveCircleOutline, label: 'None' },
  valid: { tone: 'ok', icon: CheckCircleOutline, label: 'Valid' },
  'not-reported': {
    tone: 'neutral',
    icon: HelpOutline,
    label: 'Expiry not reported',
  },
};

const columns: DataColumn<Event>[] = [
  { title: 'When', render: event => <TimeAgo at={event.at} exact /> },
  { title: 'What', render: event => EVENTS[event.what] },
  { title: 'Issuer', render: event => event.issuer ?? '–' },
  {
    title: 'Valid until',
    render: event =>
      event.expires ? <TimeAgo at={event.expires} exact /> : notReported(event),
  },
  { title: 'Renewals so far', render: event => event.regenerations ?? '–' },
];

/** What became of the certificates, the worst first; what is valid is folded. */
export function Certificates(props: { histories: CertificateHistory[] }) {
  const { histories } = props;
  const pressing = histories.filter(({ state }) => state !== 'valid');
  const valid = histories.filter(({ state }) => state === 'valid');
  return (
    <Section title="Certificates over time">
      {histories.length === 0 && (
        <PlainEmpty>
          The portal has seen no certificate of either side.
        </PlainEmpty>
      )}
      <Histories histories={pressing} />
      {valid.length > 0 && (
        <details open={pressing.length === 0}>
          <summary>
            {valid.length === 1
              ? '1 certificate is valid'
              : `${valid.length} certificates are valid`}
          </summary>
          <Histories histories={valid} />
        </details>
      )}
    </Section>
  );
}

function Histories(props: { histories: CertificateHistory[] }) {
  return (
    <>
      {props.histories.map(history => (
        <div
          key={`${history.side} ${history.proxy}`}
          style={{ marginBottom: 16 }}
        >
          <Typography variant="subtitle1" component="h3">
            {`${history.side === 'source' ? 'Caller' : 'Service'}: ${
              history.proxy
            }`}{' '}
            <StatusChip {...STATES[history.state]} />
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
    </>
  );
}

/** A connection from before the portal looked has no certificate that we know. */
function notReported({ issuer }: Event): string {
  return issuer === undefined ? '–' : 'Not reported';
}
