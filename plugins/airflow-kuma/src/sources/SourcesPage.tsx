import {
  missingParts,
  SourceStatus,
  sourceAdministerPermission,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { usePermission } from '@backstage/plugin-permission-react';
import {
  DataColumn,
  DataTable,
  ExternalLink,
  LoadBoundary,
  PART_STATES,
  SOURCE_STATES,
  StatusChip,
  TimeAgo,
} from '../components';
import { AccessWriter } from '../api';
import { useApiClient } from '../hooks/useApiClient';
import { POLL_MILLISECONDS, useLoad } from '../hooks/useLoad';
import { SourceActions } from './SourceActions';
import { SourceFindings } from './SourceFindings';
import { SourceParts } from './SourceParts';
import { SourceProblems } from './SourceProblems';
import { SourceWriters } from './SourceWriters';

const KINDS = { airflow: 'Airflow instance', kuma: 'Kuma control plane' };

const columns: DataColumn<SourceStatus>[] = [
  {
    title: 'Source',
    render: source => <ExternalLink url={source.uiUrl} text={source.title} />,
  },
  { title: 'Kind', render: source => KINDS[source.kind] },
  {
    title: 'State',
    render: source => (
      <>
        <StatusChip {...SOURCE_STATES[source.state]} />
        {source.state === 'ok' && missingParts(source).length > 0 && (
          <StatusChip {...PART_STATES.failed} label="Some parts missing" />
        )}
      </>
    ),
  },
  { title: 'Version', render: source => source.version ?? '–' },
  {
    title: 'Last read',
    render: source => <TimeAgo at={source.lastSuccess} />,
  },
  { title: 'Last try', render: source => <TimeAgo at={source.lastAttempt} /> },
];

const whatToKnow: DataColumn<SourceStatus> = {
  title: 'What to know',
  render: source => <SourceProblems source={source} />,
};

/** How permissions get there; of a control plane as a whole where nobody may be told more. */
function writingColumn(
  writers: AccessWriter[] | undefined,
): DataColumn<SourceStatus> {
  return {
    title: 'Permissions',
    render: source => {
      if (source.kind === 'airflow') return '–';
      const own = writers?.filter(each => each.controlPlane === source.name);
      if (own?.length) return <SourceWriters writers={own} />;
      return source.writable === false
        ? 'Applied through Git or kubectl'
        : 'Applied through its API';
    },
  };
}

/** How each upstream is doing. */
export function SourcesPage() {
  const api = useApiClient();
  const loaded = useLoad(signal => api.sources(signal), 'sources', {
    poll: POLL_MILLISECONDS,
  });
  const writers = useLoad(signal => api.accessWriters(signal), 'writers').value;
  const { allowed } = usePermission({ permission: sourceAdministerPermission });
  const actions: DataColumn<SourceStatus> = {
    title: 'Actions',
    render: source => <SourceActions source={source} onDone={loaded.reload} />,
  };
  const shown = [...columns, writingColumn(writers), whatToKnow];
  return (
    <LoadBoundary loaded={loaded} what="the sources">
      {sources => (
        <>
          <DataTable
            label="Sources"
            columns={allowed ? [...shown, actions] : shown}
            rows={sources}
            rowKey={source => `${source.kind}/${source.name}`}
            empty="No source is configured. Add an Airflow instance under airflowKuma.airflow.instances or a control plane under airflowKuma.kuma.controlPlanes in app-config.yaml."
          />
          <SourceFindings />
          <SourceParts sources={sources} />
        </>
      )}
    </LoadBoundary>
  );
}
