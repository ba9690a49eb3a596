import { ServiceDetails } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Typography from '@material-ui/core/Typography';
import { DataColumn, DataTable, Notice, Section } from '../components';

type Caller = ServiceDetails['mayCall']['identities']['listed'][number];

const columns: DataColumn<Caller>[] = [
  { title: 'Identity', render: ({ uriSan }) => uriSan },
  { title: 'Proxies', render: ({ proxies }) => proxies },
];

/** Everybody whom the mesh lets in, whether a DAG or not. */
export function WhoMayCall(props: { details: ServiceDetails }) {
  const { identities, everybody, withoutCertificate } = props.details.mayCall;
  const more = identities.total - identities.listed.length;
  return (
    <Section title="Who may call it">
      {withoutCertificate && (
        <Notice severity="warning" title="Anyone without a certificate">
          Whoever reaches its address passes, in the mesh or outside of it.
        </Notice>
      )}
      {everybody && (
        <Notice severity="warning" title="Everybody in the mesh">
          Any certificate of the mesh is let in.
        </Notice>
      )}
      <DataTable
        label="Identities that may call it"
        columns={columns}
        rows={identities.listed}
        rowKey={({ uriSan }) => uriSan}
        empty="The mesh lets nobody in who has a proxy now."
      />
      {more > 0 && (
        <Typography variant="body2">{`and ${more} more`}</Typography>
      )}
    </Section>
  );
}
