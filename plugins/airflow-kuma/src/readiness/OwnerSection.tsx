import {
  ReadinessOwner,
  ReadinessPullRequests,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { useState } from 'react';
import { DataTable, EntityName, Section } from '../components';
import { useEntityNames } from '../hooks/useEntityNames';
import { callColumns } from './callColumns';
import { leftInWords } from './leftInWords';
import { mendColumns } from './mendColumns';
import { OwnerPullRequests } from './OwnerPullRequests';
import { CountChips } from './ReadinessSummary';
import { Workload } from './Workload';

/** Rows before somebody asks for all. */
const SHOWN = 25;

/** Heads what has no owner. */
export const NOBODY = 'Nobody';

/** What one owner has to do. */
export function OwnerSection(props: {
  mesh: { controlPlane: string; mesh: string };
  owner: ReadinessOwner;
  /** Absent until they are loaded, or where there is nothing to propose. */
  pullRequests?: ReadinessPullRequests;
}) {
  const { owner, counts, total, calls, mends, workloads } = props.owner;
  const [isAll, setAll] = useState(false);
  const nameOf = useEntityNames(owner ? [owner] : []);
  const name = owner ? nameOf(owner) : NOBODY;
  const rows = isAll ? calls : calls.slice(0, SHOWN);
  return (
    <Section title={name}>
      <Typography variant="body2" component="div" gutterBottom>
        {owner && <EntityName entityRef={owner} />}
        {total > 0
          ? ` – ${leftInWords(props.owner)} `
          : ' – no calls of its own '}
        <CountChips counts={counts} />
      </Typography>
      {calls.length > 0 && (
        <DataTable
          label={`Calls of ${name}`}
          columns={callColumns}
          rows={rows}
          rowKey={({ id }) => id}
          empty="No call changes."
        />
      )}
      {calls.length > rows.length && (
        <Button size="small" onClick={() => setAll(true)}>
          {`Show ${calls.length - rows.length} more calls`}
        </Button>
      )}
      {mends.length > 0 && (
        <Box mt={2}>
          <Typography variant="subtitle1" component="h3" gutterBottom>
            What to mend
          </Typography>
          <DataTable
            label={`What ${name} has to mend`}
            columns={mendColumns}
            rows={mends}
            rowKey={({ kind, resources }) => JSON.stringify([kind, resources])}
            empty="Nothing."
          />
        </Box>
      )}
      {props.pullRequests && (
        <OwnerPullRequests mesh={props.mesh} told={props.pullRequests} />
      )}
      {workloads.map(workload => (
        <Workload
          key={`${workload.name} ${workload.dataplane}`}
          workload={workload}
        />
      ))}
    </Section>
  );
}
