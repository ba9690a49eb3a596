import {
  hasExpired,
  Proxy,
  ServiceDetails,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Typography from '@material-ui/core/Typography';
import {
  DataColumn,
  DataTable,
  PROXY_STATES,
  Section,
  StatusChip,
  TimeAgo,
} from '../components';
import { CertificateChip } from './CertificateChip';
import { worstProxiesFirst } from './worstProxiesFirst';

const columns: DataColumn<Proxy>[] = [
  { title: 'Proxy', render: proxy => proxy.name },
  {
    title: 'State',
    render: proxy => (
      <>
        <StatusChip {...PROXY_STATES[proxy.status]} /> {proxy.since && 'since '}
        {proxy.since && <TimeAgo at={proxy.since} />}
      </>
    ),
  },
  { title: 'Zone', render: proxy => proxy.zone ?? '–' },
  { title: 'Address', render: proxy => proxy.address ?? '–' },
  {
    title: 'Last config sync',
    render: proxy => (
      <>
        <TimeAgo at={proxy.sync.lastUpdate} />
        <Typography variant="caption" color="textSecondary" component="div">
          {`${proxy.sync.acknowledged} of ${proxy.sync.sent} accepted, ${proxy.sync.rejected} refused`}
        </Typography>
        {proxy.sync.rejectedGrewAt && (
          <Typography variant="caption" color="error" component="div">
            {'refused a configuration '}
            <TimeAgo at={proxy.sync.rejectedGrewAt} />
          </Typography>
        )}
      </>
    ),
  },
  {
    title: 'Certificate',
    render: proxy =>
      proxy.certificate ? (
        <CertificateChip
          expires={proxy.certificate.expires}
          expired={hasExpired(proxy.certificate.expires, Date.now())}
        />
      ) : (
        'None'
      ),
  },
  { title: 'Issuer', render: proxy => proxy.certificate?.issuer ?? '–' },
  {
    title: 'Versions',
    render: proxy =>
      [
        proxy.versions?.kumaDp && `kuma-dp ${proxy.versions.kumaDp}`,
        proxy.versions?.envoy && `Envoy ${proxy.versions.envoy}`,
      ]
        .filter(Boolean)
        .join(', ') || '–',
  },
];

/** The proxies behind a service. */
export function ServiceProxies(props: { details: ServiceDetails }) {
  const { proxies, service } = props.details;
  if (service.kind === 'MeshExternalService' && proxies.length === 0) {
    return null;
  }
  return (
    <Section title={`Proxies (${proxies.length})`}>
      <DataTable
        label="Proxies"
        columns={columns}
        rows={worstProxiesFirst(proxies)}
        rowKey={proxy => proxy.name}
        empty="No proxy carries this service. Check that the workload's kuma-dp runs and that its labels match the service's selector."
      />
    </Section>
  );
}
