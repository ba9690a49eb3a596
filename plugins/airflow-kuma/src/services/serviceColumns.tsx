import { ServiceRow } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Typography from '@material-ui/core/Typography';
import { DataColumn, EdgeCountChips, EntityName } from '../components';
import { CertificateChip } from './CertificateChip';
import { ProxyCountChip } from './ProxyCountChip';
import { SERVICE_KINDS } from './serviceKinds';

/** Columns of the service table. */
export const serviceColumns: DataColumn<ServiceRow>[] = [
  {
    title: 'Service',
    sortKey: 'name',
    render: row => (
      <>
        <EntityName entityRef={row.ref} name={row.displayName} id={row.name} />
        <Typography variant="caption" color="textSecondary" component="div">
          {[SERVICE_KINDS[row.kind], ...row.hostnames.slice(0, 1)].join(' · ')}
        </Typography>
      </>
    ),
  },
  {
    title: 'Mesh',
    sortKey: 'mesh',
    render: row => `${row.controlPlane} / ${row.mesh}`,
  },
  { title: 'Zone', sortKey: 'zone', render: row => row.zone ?? '–' },
  {
    title: 'Owner',
    sortKey: 'owner',
    render: row => <EntityRefLink entityRef={row.owner} defaultKind="group" />,
  },
  {
    title: 'Data domain',
    sortKey: 'dataDomain',
    render: row => row.dataDomain ?? '–',
  },
  {
    title: 'Ports',
    render: row =>
      row.ports.map(port => `${port.port}/${port.protocol}`).join(', ') || '–',
  },
  {
    title: 'Proxies',
    render: row => <ProxyCountChip kind={row.kind} proxies={row.proxies} />,
  },
  {
    title: 'Certificate',
    sortKey: 'certificateExpires',
    render: row => (
      <CertificateChip
        expires={row.certificateExpires}
        expired={row.certificateExpired}
      />
    ),
  },
  {
    title: 'DAGs',
    sortKey: 'worst',
    render: row => <EdgeCountChips counts={row.edges} />,
  },
];
