import { EndpointGone } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { DataColumn, DataTable, Section } from '../components';

const STATES = {
  dropped: 'Dropped',
  'may go': 'Announced to be replaced',
};

const columns: DataColumn<EndpointGone>[] = [
  { title: 'Endpoint', render: ({ endpoint }) => <code>{endpoint}</code> },
  { title: 'In 3.0', render: ({ state }) => STATES[state] },
  { title: 'What it is asked for', render: ({ use }) => use },
  { title: 'What is asked instead', render: ({ instead }) => instead },
];

/** What this portal itself rests on; nobody has to mend that. */
export function PortalEndpoints(props: { endpoints: EndpointGone[] }) {
  if (props.endpoints.length === 0) return null;
  return (
    <Section title="What this portal itself asks, and 3.0 drops">
      <DataTable
        label="What this portal asks"
        columns={columns}
        rows={props.endpoints}
        rowKey={({ endpoint }) => endpoint}
        empty="Nothing."
      />
    </Section>
  );
}
