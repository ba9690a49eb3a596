import { DagRow } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Typography from '@material-ui/core/Typography';
import {
  DataColumn,
  EdgeCountChips,
  ExternalLink,
  StatusChip,
  TimeAgo,
  dagFlags,
  runStateLook,
  EntityName,
} from '../components';

/** Columns of the DAG table. */
export const dagColumns: DataColumn<DagRow>[] = [
  {
    title: 'DAG',
    sortKey: 'name',
    render: row => (
      <>
        <EntityName entityRef={row.ref} name={row.displayName} id={row.dagId} />{' '}
        {dagFlags(row).map(flag => (
          <StatusChip key={flag.label} {...flag} />
        ))}
        <Typography variant="caption" color="textSecondary" component="div">
          {row.description && `${row.description} `}
          <ExternalLink url={row.uiUrl} text="Airflow" />
        </Typography>
      </>
    ),
  },
  { title: 'Instance', sortKey: 'instance', render: row => row.instance },
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
    title: 'Environment',
    sortKey: 'environment',
    render: row => row.environment ?? '–',
  },
  { title: 'Schedule', render: row => row.schedule ?? 'Not scheduled' },
  {
    title: 'Last run',
    render: row =>
      row.lastRun ? (
        <>
          <StatusChip {...runStateLook(row.lastRun.state)} />{' '}
          <TimeAgo at={row.lastRun.start} />
        </>
      ) : (
        'No run'
      ),
  },
  {
    title: 'Next run',
    sortKey: 'nextRun',
    render: row => <TimeAgo at={row.nextRun} />,
  },
  {
    title: 'Services',
    sortKey: 'worst',
    render: row => (
      <>
        <EdgeCountChips counts={row.edges} />
        {row.shared && (
          <Typography variant="caption" color="textSecondary" component="div">
            {'from its shared identity: '}
            <EdgeCountChips counts={row.shared} />
          </Typography>
        )}
      </>
    ),
  },
];
