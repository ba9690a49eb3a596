import { DagDetails } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import {
  ExternalLink,
  Facts,
  Section,
  StatusChip,
  TimeAgo,
  dagFlags,
} from '../components';

/** Who owns a DAG and when it runs. */
export function DagOverview(props: { details: DagDetails }) {
  const { dag, source } = props.details;
  const { schedule } = dag;
  const flags = dagFlags(dag);
  return (
    <Section
      title="Airflow"
      action={<ExternalLink url={dag.uiUrl} text="Open in Airflow" />}
    >
      <Facts
        facts={[
          {
            label: 'Owner',
            value: <EntityRefLink entityRef={dag.owner} defaultKind="group" />,
          },
          {
            label: 'Instance',
            value: [source.title, source.version].filter(Boolean).join(', '),
          },
          { label: 'DAG id', value: dag.dagId },
          { label: 'Schedule', value: scheduleInWords(schedule) },
          {
            label: 'Next run',
            value: dag.nextRun && <TimeAgo at={dag.nextRun} />,
          },
          {
            label: 'State',
            value: flags.length
              ? flags.map(flag => <StatusChip key={flag.label} {...flag} />)
              : 'Active',
          },
          { label: 'Data domain', value: dag.dataDomain },
          { label: 'Environment', value: dag.environment },
          { label: 'Tags', value: dag.tags.join(', ') },
          {
            label: 'File',
            value: [dag.bundle, dag.file].filter(Boolean).join(': '),
          },
        ]}
      />
    </Section>
  );
}

/** A schedule in one line. */
export function scheduleInWords(
  schedule: DagDetails['dag']['schedule'],
): string {
  const parts = [schedule.summary, schedule.description].filter(
    (part, index, all) => part && all.indexOf(part) === index,
  );
  if (schedule.assets.length) {
    parts.push(`when updated: ${schedule.assets.join(', ')}`);
  }
  return parts.join(' – ') || 'Not scheduled';
}
