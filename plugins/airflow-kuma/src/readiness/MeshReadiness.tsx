import {
  ReadinessAnswer,
  ReadinessMesh,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Button from '@material-ui/core/Button';
import { useState } from 'react';
import { ErrorNotice, LoadBoundary, Notice, PlainEmpty } from '../components';
import { useApiClient } from '../hooks/useApiClient';
import { POLL_MILLISECONDS, useLoad } from '../hooks/useLoad';
import { useUrlState } from '../hooks/useUrlState';
import { MeshFindings } from './MeshFindings';
import { meshKey } from './meshKey';
import { OwnerSection } from './OwnerSection';
import { FILTERS, ReadinessFilters } from './ReadinessFilters';
import { filterOf, filterOwners } from './filterOwners';
import { PortalEndpoints } from './PortalEndpoints';
import { ReadinessSummary } from './ReadinessSummary';

/** Sections before somebody asks for all. */
const SHOWN = 10;

const PULL_REQUESTS_POLL = 60_000;

/** What 3.0 changes in one mesh. */
export function MeshReadiness(props: { mesh: ReadinessMesh }) {
  const { controlPlane, mesh } = props.mesh;
  const api = useApiClient();
  const loaded = useLoad(
    signal => api.readiness({ controlPlane, mesh }, signal),
    meshKey(props.mesh),
    { poll: POLL_MILLISECONDS },
  );
  return (
    <LoadBoundary loaded={loaded} what="what Kuma 3.0 changes">
      {answer =>
        answer.is30 ? (
          <Notice severity="success" title="This mesh is there already">
            {`Its control plane is Kuma ${answer.version}, so nothing is left to get ready.`}
          </Notice>
        ) : (
          <Answer answer={answer} />
        )
      }
    </LoadBoundary>
  );
}

function Answer(props: { answer: ReadinessAnswer }) {
  const { answer } = props;
  const url = useUrlState();
  const [isAll, setAll] = useState(false);
  const { controlPlane, mesh } = answer;
  const api = useApiClient();
  // Their hosts are asked: a slow one must not hold the rest of the page.
  const pullRequests = useLoad(
    signal => api.readinessPullRequests({ controlPlane, mesh }, signal),
    meshKey(answer),
    { poll: PULL_REQUESTS_POLL },
  );
  const isFiltered = FILTERS.some(key => url.all(key).length > 0);
  const owners = filterOwners(answer.owners, filterOf(url));
  const shown = isAll ? owners : owners.slice(0, SHOWN);
  return (
    <>
      <ReadinessSummary answer={answer} />
      <ReadinessFilters answer={answer} url={url} />
      {pullRequests.error && <ErrorNotice error={pullRequests.error} />}
      {owners.length === 0 && (
        <PlainEmpty>
          {isFiltered
            ? 'No call fits these filters. Clear them to see the others.'
            : nothingLeft(answer)}
        </PlainEmpty>
      )}
      {shown.map(owner => (
        <OwnerSection
          key={owner.owner}
          mesh={{ controlPlane, mesh }}
          owner={owner}
          pullRequests={pullRequests.value?.find(
            each => each.owner === owner.owner,
          )}
        />
      ))}
      {owners.length > shown.length && (
        <Button onClick={() => setAll(true)}>
          {`Show ${owners.length - shown.length} more owners`}
        </Button>
      )}
      {!isFiltered && (
        <>
          <MeshFindings findings={answer.findings} />
          <PortalEndpoints endpoints={answer.portal} />
        </>
      )}
    </>
  );
}

function nothingLeft({ total }: ReadinessAnswer): string {
  return total === 0
    ? 'No call into this mesh is declared, granted or observed, so there is none to judge.'
    : 'Nothing would change: every call that is known goes on as it is, or stays refused.';
}
