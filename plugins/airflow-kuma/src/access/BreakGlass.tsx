import { accessCreatePermission } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { useRouteRef } from '@backstage/core-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Typography from '@material-ui/core/Typography';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { ErrorNotice, TextInput, durationInWords } from '../components';
import { useAction } from '../hooks/useAction';
import { useApiClient } from '../hooks/useApiClient';
import { useLoad } from '../hooks/useLoad';
import { requestRouteRef } from '../routes';

/**
 * Access at once, without approval, for an emergency. Drawn only where config
 * enables it; the backend tells owners and the security group.
 */
export function BreakGlass(props: {
  source: string;
  destination: string;
  port: number;
}) {
  const { source, destination, port } = props;
  const api = useApiClient();
  const options = useLoad(signal => api.accessOptions(signal), 'options').value;
  const { allowed } = usePermission({ permission: accessCreatePermission });
  const toRequest = useRouteRef(requestRouteRef);
  const navigate = useNavigate();
  const { run, running, error } = useAction();
  const [reason, setReason] = useState('');
  if (!options?.breakGlass.enabled || !allowed) return null;
  const { maxDuration } = options.breakGlass;
  const tooShort = reason.trim().length < Math.max(options.reason.minLength, 1);
  const open = () =>
    run(async () => {
      const request = await api.createRequest({
        source: { kind: 'dag', ref: source },
        destination: { kind: 'service', ref: destination, port },
        reason: reason.trim(),
        duration: maxDuration,
        breakGlass: true,
      });
      navigate(toRequest({ id: request.id }));
    });
  return (
    <details>
      <summary>Emergency: break the glass</summary>
      <Typography variant="body2" gutterBottom>
        {`Opens the access at once for ${durationInWords(
          maxDuration,
        )}, without approval. The owners and the security group are told, and somebody has to review it before you can do so again.`}
      </Typography>
      {error && <ErrorNotice error={error} />}
      <Box display="flex" alignItems="flex-end" style={{ gap: 12 }}>
        <TextInput
          label="What is the emergency?"
          helperText={`At least ${options.reason.minLength} letters`}
          style={{ minWidth: 320 }}
          value={reason}
          onChange={event => setReason(event.target.value)}
        />
        <Button
          variant="outlined"
          disabled={running || tooShort}
          onClick={open}
        >
          Break the glass
        </Button>
      </Box>
    </details>
  );
}
