import { stringifyEntityRef } from '@backstage/catalog-model';
import { InfoCard } from '@backstage/core-components';
import { useEntity } from '@backstage/plugin-catalog-react';
import {
  EdgeCountChips,
  ExternalLink,
  Facts,
  LoadBoundary,
  StatusChip,
  TimeAgo,
  dagFlags,
  runStateLook,
} from '../components';
import { scheduleInWords } from '../dags/DagOverview';
import { countStates } from '../edges/countStates';
import { useApiClient } from '../hooks/useApiClient';
import { POLL_MILLISECONDS, useLoad } from '../hooks/useLoad';

/** A DAG in short, on its overview page. @public */
export function EntityDagCard() {
  const { entity } = useEntity();
  const ref = stringifyEntityRef(entity);
  const api = useApiClient();
  const loaded = useLoad(signal => api.dag(ref, signal), ref, {
    poll: POLL_MILLISECONDS,
  });
  return (
    <InfoCard title="Airflow">
      <LoadBoundary loaded={loaded} what="this DAG">
        {({ dag, runs, edges, source }) => (
          <Facts
            facts={[
              { label: 'Instance', value: source.title },
              { label: 'Schedule', value: scheduleInWords(dag.schedule) },
              {
                label: 'Next run',
                value: dag.nextRun && <TimeAgo at={dag.nextRun} />,
              },
              {
                label: 'State',
                value: dagFlags(dag).length
                  ? dagFlags(dag).map(flag => (
                      <StatusChip key={flag.label} {...flag} />
                    ))
                  : 'Active',
              },
              {
                label: 'Last run',
                value: runs[0] && (
                  <>
                    <StatusChip {...runStateLook(runs[0].state)} />{' '}
                    <TimeAgo at={runs[0].start} />
                  </>
                ),
              },
              {
                label: 'Services',
                value: (
                  <EdgeCountChips
                    counts={countStates(edges.filter(({ dag: own }) => own))}
                  />
                ),
              },
              {
                label: 'From its shared identity',
                value: edges.some(({ caller }) => caller) && (
                  <EdgeCountChips
                    counts={countStates(edges.filter(({ caller }) => caller))}
                  />
                ),
              },
              {
                label: 'Airflow',
                value: <ExternalLink url={dag.uiUrl} text="Open" />,
              },
            ]}
          />
        )}
      </LoadBoundary>
    </InfoCard>
  );
}
