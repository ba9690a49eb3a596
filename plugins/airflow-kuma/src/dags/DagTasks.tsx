import { DagTask } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { DataColumn, DataTable, Section } from '../components';

const columns: DataColumn<DagTask>[] = [
  {
    title: 'Task',
    render: task =>
      task.isMapped ? `${task.displayName} (mapped)` : task.displayName,
  },
  { title: 'Operator', render: task => task.operator ?? '–' },
  {
    title: 'Runs on',
    render: task =>
      [
        task.queue && `queue ${task.queue}`,
        task.pool && `pool ${task.pool}`,
        task.executor && `executor ${task.executor}`,
      ]
        .filter(Boolean)
        .join(', ') || '–',
  },
  { title: 'Then', render: task => task.downstream.join(', ') || '–' },
];

/** The tasks of a DAG. */
export function DagTasks(props: { tasks: DagTask[] }) {
  return (
    <Section title={`Tasks (${props.tasks.length})`}>
      <DataTable
        label="Tasks"
        columns={columns}
        rows={props.tasks}
        rowKey={task => task.taskId}
        empty="Airflow reports no task; it does so while a file cannot be imported."
      />
    </Section>
  );
}
