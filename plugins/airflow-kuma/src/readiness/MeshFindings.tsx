import {
  READINESS_CAUSES,
  ReadinessFinding,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { DataColumn, DataTable, Section } from '../components';
import { ResourceNames } from './ResourceNames';

const columns: DataColumn<ReadinessFinding>[] = [
  {
    title: 'What',
    render: ({ kind, resources, total }) => (
      <>
        {READINESS_CAUSES[kind].title}
        <ResourceNames resources={resources} total={total} />
      </>
    ),
  },
  { title: 'How many', render: ({ total }) => total.toLocaleString('en') },
  { title: 'How', render: ({ kind }) => READINESS_CAUSES[kind].mend },
];

/** All of the mesh that goes, whether or not a call rests on it. */
export function MeshFindings(props: { findings: ReadinessFinding[] }) {
  if (props.findings.length === 0) return null;
  return (
    <Section title="What of the mesh goes with 3.0">
      <DataTable
        label="What of the mesh goes"
        columns={columns}
        rows={props.findings}
        rowKey={({ kind }) => kind}
        empty="Nothing."
      />
    </Section>
  );
}
