import {
  AccessCampaign,
  accessAdministerPermission,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { usePermission } from '@backstage/plugin-permission-react';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import { useState } from 'react';
import { ErrorNotice, TextInput } from '../components';
import { useAction } from '../hooks/useAction';
import { useApiClient } from '../hooks/useApiClient';

/** Ends an open campaign before its deadline; what was answered stands. */
export function CampaignCancel(props: {
  campaign: AccessCampaign;
  onDone: () => void;
}) {
  const { campaign, onDone } = props;
  const api = useApiClient();
  const { allowed } = usePermission({ permission: accessAdministerPermission });
  const { run, running, error } = useAction(onDone);
  const [rationale, setRationale] = useState('');
  if (campaign.state !== 'open' || !allowed) return null;
  return (
    <details>
      <summary>Cancel this campaign</summary>
      <Box display="flex" alignItems="flex-end" mt={1} style={{ gap: 12 }}>
        <TextInput
          label="Why it is cancelled"
          helperText="Nothing ends by it any more; what was answered stands."
          style={{ minWidth: 320 }}
          value={rationale}
          onChange={event => setRationale(event.target.value)}
        />
        <Button
          variant="outlined"
          disabled={running || rationale.trim() === ''}
          onClick={() =>
            run(() => api.cancelCampaign(campaign.id, rationale.trim()))
          }
        >
          Cancel the campaign
        </Button>
      </Box>
      {error && <ErrorNotice error={error} />}
    </details>
  );
}
