import {
  AccessRequest,
  AccessRun,
  AccessRuns,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Typography from '@material-ui/core/Typography';
import { useEffect, useRef } from 'react';
import { useLocation } from 'react-router-dom';
import {
  DataColumn,
  DataTable,
  ExternalLink,
  LoadBoundary,
  Notice,
  Section,
  StatusChip,
  TimeAgo,
  runStateLook,
  triggeredBy,
  EntityName,
} from '../components';
import { useApiClient } from '../hooks/useApiClient';
import { useLoad } from '../hooks/useLoad';
import { pagingOf, useTableState } from '../hooks/useTableState';
import { runsInWords } from './runsInWords';

/** Where on the page of a request it says who ran what with it. */
export const RUNS_ANCHOR = 'who-ran-what';

const columns: DataColumn<AccessRun>[] = [
  {
    title: 'DAG',
    render: run => (
      <>
        <EntityName entityRef={run.dag} name={run.dagName} />
        {!run.requested && (
          <Typography variant="caption" color="textSecondary" component="div">
            Shares the identity
          </Typography>
        )}
      </>
    ),
  },
  {
    title: 'Run',
    render: run => <ExternalLink url={run.uiUrl} text={run.runId} />,
  },
  { title: 'Triggered by', render: triggeredBy },
  {
    title: 'Outcome',
    render: run => <StatusChip {...runStateLook(run.state)} />,
  },
  { title: 'Started', render: run => <TimeAgo at={run.start} exact /> },
  { title: 'Ended', render: run => <TimeAgo at={run.end} exact /> },
  {
    title: 'Ran as',
    render: run => (
      <>
        {run.identity.join(', ') || '–'}
        {run.doubt && (
          <Typography variant="caption" component="div">
            {run.doubt}
          </Typography>
        )}
      </>
    ),
  },
];

/** Who ran what with a grant: the runs of every DAG on its identity. */
export function RequestRuns(props: { request: AccessRequest }) {
  const { request } = props;
  const api = useApiClient();
  const { url, query, key } = useTableState({ filters: false });
  const { offset, limit } = query;
  const loaded = useLoad(
    signal => api.requestRuns(request.id, { offset, limit }, signal),
    `runs ${request.id} ${request.state} ${key}`,
  );
  const { hash } = useLocation();
  const anchor = useRef<HTMLDivElement>(null);
  const isThere = loaded.value !== undefined;
  useEffect(() => {
    if (isThere && hash === `#${RUNS_ANCHOR}`) anchor.current?.scrollIntoView();
  }, [hash, isThere]);
  return (
    <div id={RUNS_ANCHOR} ref={anchor}>
      <Section title="Who ran what with it?">
        <LoadBoundary loaded={loaded} what="the runs">
          {runs => (
            <>
              <Summary runs={runs} />
              <DataTable
                label="Runs while the grant was in the mesh"
                columns={columns}
                rows={runs.items}
                rowKey={run => `${run.dag} ${run.runId}`}
                empty="Nothing that you may see ran as its identity in that time."
                paging={pagingOf(url, query, runs.total)}
              />
            </>
          )}
        </LoadBoundary>
      </Section>
    </div>
  );
}

function Summary(props: { runs: AccessRuns }) {
  const { runs } = props;
  return (
    <>
      {runs.limits.map(limit => (
        <Notice key={limit} severity="warning">
          {limit}
        </Notice>
      ))}
      <Typography variant="body2" gutterBottom>
        {'The mesh tells identities apart, not DAGs. '}
        {runsInWords(runs)}
        {runs.from && (
          <>
            {' Its permission came into the mesh '}
            <TimeAgo at={runs.from} exact />
            {runs.to ? (
              <>
                {' and was taken out '}
                <TimeAgo at={runs.to} exact />.
              </>
            ) : (
              ' and is still there.'
            )}
          </>
        )}
      </Typography>
      {runs.dags.length > 0 && (
        <details>
          <summary>{`DAGs that could use it (${runs.dags.length})`}</summary>
          <ul>
            {runs.dags.map(dag => (
              <li key={dag.ref}>
                <EntityName entityRef={dag.ref} name={dag.name} />
                {dag.requested && ' (asked for it)'}
              </li>
            ))}
          </ul>
        </details>
      )}
    </>
  );
}
