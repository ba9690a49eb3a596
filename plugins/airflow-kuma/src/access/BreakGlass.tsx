import {
  accessCreatePermission,
  AccessPreview,
  AccessRequestInput,
  durationInWords,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { useRouteRef } from '@backstage/core-plugin-api';
import { usePermission } from '@backstage/plugin-permission-react';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Dialog from '@material-ui/core/Dialog';
import DialogActions from '@material-ui/core/DialogActions';
import DialogContent from '@material-ui/core/DialogContent';
import DialogTitle from '@material-ui/core/DialogTitle';
import Typography from '@material-ui/core/Typography';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { ErrorNotice, TextInput } from '../components';
import { useAction } from '../hooks/useAction';
import { useApiClient } from '../hooks/useApiClient';
import { useLoad } from '../hooks/useLoad';
import { requestRouteRef } from '../routes';
import { AccessPreviewPanel } from './AccessPreviewPanel';

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
  const [reason, setReason] = useState('');
  const [asking, setAsking] = useState(false);
  if (!options?.breakGlass.enabled || !allowed) return null;
  const { maxDuration } = options.breakGlass;
  const tooShort = reason.trim().length < Math.max(options.reason.minLength, 1);
  return (
    <details>
      <summary>Emergency: break the glass</summary>
      <Typography variant="body2" gutterBottom>
        {`Opens the access at once for ${durationInWords(
          maxDuration,
        )}, without approval. The owners and the security group are told, and somebody has to review it before you can do so again.`}
      </Typography>
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
          disabled={tooShort}
          onClick={() => setAsking(true)}
        >
          Break the glass…
        </Button>
      </Box>
      {asking && (
        <Confirmation
          input={{
            source: { kind: 'dag', ref: source },
            destination: { kind: 'service', ref: destination, port },
            reason: reason.trim(),
            duration: maxDuration,
            breakGlass: true,
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </details>
  );
}

/** Shows who else gains, and what refuses it, before anything is opened. */
function Confirmation(props: {
  input: AccessRequestInput;
  onClose: () => void;
}) {
  const { input, onClose } = props;
  const api = useApiClient();
  const toRequest = useRouteRef(requestRouteRef);
  const navigate = useNavigate();
  const { run, running, error } = useAction();
  const [preview, setPreview] = useState<AccessPreview>();
  const open = () =>
    run(async () => {
      const request = await api.createRequest(input);
      navigate(toRequest({ id: request.id }));
    });
  return (
    <Dialog open onClose={onClose} maxWidth="md" aria-labelledby="break-glass">
      <DialogTitle id="break-glass">Break the glass?</DialogTitle>
      <DialogContent>
        <AccessPreviewPanel input={input} onPreview={setPreview} />
        {error && <ErrorNotice error={error} />}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose}>Cancel</Button>
        <Button
          color="primary"
          variant="contained"
          disabled={running || !preview || preview.problems.length > 0}
          onClick={open}
        >
          {breakLabel(preview)}
        </Button>
      </DialogActions>
    </Dialog>
  );
}

/** Names what the person is about to do, others included. */
function breakLabel(preview: AccessPreview | undefined): string {
  const others =
    preview?.alsoGains.reduce((sum, { total }) => sum + total, 0) ?? 0;
  return others > 0
    ? `Break the glass, for ${others} more as well`
    : 'Break the glass';
}
