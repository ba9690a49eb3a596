import {
  DagDetails,
  DagRun,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import {
  DataColumn,
  DataTable,
  ExternalLink,
  Section,
  StatusChip,
  TimeAgo,
  runStateLook,
  seconds,
  triggeredBy,
} from '../components';
import { RunFailures } from './RunFailures';

const columnsOf = (dag: string): DataColumn<DagRun>[] => [
  {
    title: 'Run',
    render: run => <ExternalLink url={run.uiUrl} text={run.runId} />,
  },
  {
    title: 'State',
    render: run => <StatusChip {...runStateLook(run.state)} />,
  },
  {
    title: 'Failed of',
    render: run => <RunFailures dag={dag} run={run} />,
  },
  { title: 'Started', render: run => <TimeAgo at={run.start} /> },
  {
    title: 'Duration',
    render: run => (run.duration === undefined ? '–' : seconds(run.duration)),
  },
  { title: 'Triggered by', render: triggeredBy },
  { title: 'Note', render: run => run.note ?? '–' },
];

/** The last runs of a DAG. */
export function DagRuns(props: { details: DagDetails }) {
  return (
    <Section title="Last runs">
      <DataTable
        label="Last runs"
        columns={columnsOf(props.details.ref)}
        rows={props.details.runs}
        rowKey={run => run.runId}
        empty="Airflow reports no run of this DAG."
      />
    </Section>
  );
}
