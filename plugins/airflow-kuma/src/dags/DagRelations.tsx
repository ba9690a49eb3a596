import { DagDetails } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { DataColumn, DataTable, Section, EntityName } from '../components';

type Relation = DagDetails['upstream'][number] & { direction: string };

const columns: DataColumn<Relation>[] = [
  { title: 'Direction', render: relation => relation.direction },
  {
    title: 'DAG',
    render: relation => (
      <EntityName
        entityRef={relation.ref}
        name={relation.displayName}
        id={relation.dagId}
      />
    ),
  },
  {
    title: 'Through',
    render: relation => `${relation.via} ${relation.detail}`,
  },
];

/** DAGs before and after this one; nothing is drawn where there are none. */
export function DagRelations(props: { details: DagDetails }) {
  const { upstream, downstream } = props.details;
  const rows = [
    ...upstream.map(relation => ({ ...relation, direction: 'Waits for' })),
    ...downstream.map(relation => ({ ...relation, direction: 'Starts' })),
  ];
  if (rows.length === 0) return null;
  return (
    <Section title="Other DAGs">
      <DataTable
        label="Other DAGs"
        columns={columns}
        rows={rows}
        rowKey={row => `${row.direction} ${row.dagId} ${row.detail}`}
        empty=""
      />
    </Section>
  );
}
