import { DagDetails } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { DataAgeNote, LoadBoundary, Notice } from '../components';
import { useApiClient } from '../hooks/useApiClient';
import { POLL_MILLISECONDS, useLoad } from '../hooks/useLoad';
import { DagIdentities } from './DagIdentities';
import { DagOverview } from './DagOverview';
import { DagRelations } from './DagRelations';
import { DagRuns } from './DagRuns';
import { DagServices } from './DagServices';
import { DagTasks } from './DagTasks';

/** All that the portal knows about one DAG. */
export function DagContent(props: { entityRef: string }) {
  const { entityRef } = props;
  const api = useApiClient();
  const loaded = useLoad(signal => api.dag(entityRef, signal), entityRef, {
    poll: POLL_MILLISECONDS,
  });
  return (
    <LoadBoundary loaded={loaded} what="this DAG">
      {details => <Details details={details} />}
    </LoadBoundary>
  );
}

function Details(props: { details: DagDetails }) {
  const { details } = props;
  const { dag } = details;
  return (
    <>
      {dag.hasImportErrors && (
        <Notice severity="error" title="Airflow cannot import this DAG's file">
          <pre style={{ whiteSpace: 'pre-wrap', margin: 0 }}>
            {dag.importError ?? 'Airflow gives no text. Open it there.'}
          </pre>
        </Notice>
      )}
      {dag.isStale && (
        <Notice severity="warning" title="Stale">
          No file defines this DAG any more. What is shown is what Airflow last
          knew of it.
        </Notice>
      )}
      {dag.isPaused && (
        <Notice severity="info" title="Paused">
          Airflow starts no runs of it by itself.
        </Notice>
      )}
      <DagOverview details={details} />
      <DagServices details={details} />
      <DagIdentities identities={details.identities} />
      <DagRuns details={details} />
      <DagTasks tasks={dag.tasks} />
      <DagRelations details={details} />
      <DataAgeNote dataAge={details.dataAge} />
    </>
  );
}
