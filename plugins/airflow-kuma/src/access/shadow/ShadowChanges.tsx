import { AccessShadowDiff } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { CodeSnippet } from '@backstage/core-components';
import Box from '@material-ui/core/Box';
import Typography from '@material-ui/core/Typography';
import { DataColumn, DataTable } from '../../components';
import { ShadowChange, describeShadowChange } from './describeShadowChange';

/** What the backend calls the policy that it asks with. */
const SHADOW_POLICY = 'ak-shadow-preview';

const columns: DataColumn<ShadowChange & { id: string }>[] = [
  { title: 'Change', render: change => change.what },
  { title: 'At', render: change => change.where },
  { title: 'Comes from', render: change => change.policy ?? '–' },
];

/** What Kuma would change in one proxy, in words, and as it said it. */
export function ShadowChanges(props: {
  proxy?: string;
  changes: AccessShadowDiff['changes'];
}) {
  const { proxy = 'the proxy', changes } = props;
  const rows = changes.flatMap((change, index) => {
    const described = describeShadowChange(change);
    return described ? [{ ...described, id: String(index) }] : [];
  });
  return (
    <>
      <Typography variant="body2" gutterBottom>
        {`In the configuration of proxy ${proxy}. Kuma answers for all shadow policies of the mesh at once; ours is ${SHADOW_POLICY}.`}
      </Typography>
      <DataTable
        label={`Changes to ${proxy}`}
        columns={columns}
        rows={rows}
        rowKey={row => row.id}
        empty="Kuma names no change."
      />
      <details>
        <summary>As Kuma says it (JSON Patch)</summary>
        <Box
          component="section"
          aria-label="JSON Patch"
          overflow="auto"
          maxHeight={360}
        >
          <CodeSnippet
            text={JSON.stringify(changes, undefined, 2)}
            language="json"
            showCopyCodeButton
          />
        </Box>
      </details>
    </>
  );
}
