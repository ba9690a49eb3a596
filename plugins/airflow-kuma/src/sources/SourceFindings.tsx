import {
  MeshFinding,
  sourceAdministerPermission,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { usePermission } from '@backstage/plugin-permission-react';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { useState } from 'react';
import {
  DataColumn,
  DataTable,
  FINDING_SEVERITIES,
  LoadBoundary,
  Section,
  StatusChip,
} from '../components';
import { useApiClient } from '../hooks/useApiClient';
import { POLL_MILLISECONDS, useLoad } from '../hooks/useLoad';
import { FINDING_ADVICE } from './findingAdvice';

/** Rows before somebody asks for all. */
const SHOWN = 10;

const columns: DataColumn<MeshFinding>[] = [
  {
    title: 'How bad',
    render: ({ severity }) => <StatusChip {...FINDING_SEVERITIES[severity]} />,
  },
  {
    title: 'What',
    render: finding => (
      <>
        {finding.message}
        <Affected finding={finding} />
      </>
    ),
  },
  {
    title: 'Policy',
    render: ({ policy }) => (policy ? `${policy.kind} ${policy.name}` : 'none'),
  },
  {
    title: 'Mesh',
    render: ({ controlPlane, mesh }) => `${controlPlane} / ${mesh}`,
  },
  { title: 'What to do', render: ({ code }) => FINDING_ADVICE[code] },
];

/** What will surprise somebody in the permissions, for who looks after meshes. */
export function SourceFindings() {
  const { allowed } = usePermission({ permission: sourceAdministerPermission });
  return allowed ? <Findings /> : null;
}

function Findings() {
  const api = useApiClient();
  const [all, setAll] = useState(false);
  const loaded = useLoad(signal => api.findings(signal), 'findings', {
    poll: POLL_MILLISECONDS,
  });
  return (
    <Box mt={3}>
      <Section title="Surprises in the permissions of the meshes">
        <LoadBoundary loaded={loaded} what="the findings">
          {findings => (
            <>
              <DataTable
                label="Surprises in permissions"
                columns={columns}
                rows={all ? findings : findings.slice(0, SHOWN)}
                rowKey={finding =>
                  [
                    finding.controlPlane,
                    finding.mesh,
                    finding.code,
                    finding.policy?.name,
                    finding.message,
                  ].join(' ')
                }
                empty="Every permission does what it reads like."
              />
              {!all && findings.length > SHOWN && (
                <Button size="small" onClick={() => setAll(true)}>
                  {`Show all ${findings.length}`}
                </Button>
              )}
            </>
          )}
        </LoadBoundary>
      </Section>
    </Box>
  );
}

function Affected(props: { finding: MeshFinding }) {
  const { affected, affectedTotal } = props.finding;
  if (affected.length === 0) return null;
  const more = affectedTotal - affected.length;
  return (
    <Typography variant="caption" color="textSecondary" component="div">
      {`Touches ${affected.join(', ')}${more > 0 ? ` and ${more} more` : ''}`}
    </Typography>
  );
}
