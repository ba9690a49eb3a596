import {
  AccessRequest,
  accessStateTable,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import { useState } from 'react';
import { AccessAction } from '../api';
import { Notice, Section, durationInWords, TextInput } from '../components';
import { useAction } from '../hooks/useAction';
import { useApiClient } from '../hooks/useApiClient';
import { useRequestPreview } from './useRequestPreview';

const ACTIONS: Record<AccessAction, string> = {
  approve: 'Approve',
  deny: 'Deny',
  withdraw: 'Withdraw',
  revoke: 'Revoke',
  extend: 'Ask to extend',
  review: 'Record the review',
};

/** Draws what the caller may do now, and nothing else. */
export function DecisionForm(props: {
  request: AccessRequest;
  onDone: () => void;
}) {
  const { request, onDone } = props;
  const api = useApiClient();
  const { run, running, error } = useAction(onDone);
  const [rationale, setRationale] = useState('');
  const [duration, setDuration] = useState('');
  const [accepted, setAccepted] = useState(false);
  const actions = request.availableTransitions.filter(
    (transition): transition is AccessAction => transition in ACTIONS,
  );
  const approvable = actions.includes('approve');
  const preview = useRequestPreview(request, !approvable).value;
  const others = preview
    ? preview.loses.length +
      preview.alsoGains.reduce((sum, { total }) => sum + total, 0)
    : 0;
  if (actions.length === 0) return null;

  const blocked = (action: AccessAction) =>
    running ||
    (needsRationale(request, action) && rationale.trim() === '') ||
    (action === 'approve' && (!preview || (others > 0 && !accepted))) ||
    (action === 'extend' && duration.trim() === '');
  const act = (action: AccessAction) =>
    run(async () => {
      await api.act(request.id, action, {
        ...(rationale.trim() && { rationale: rationale.trim() }),
        ...(usesDuration(action) &&
          duration.trim() && { duration: duration.trim() }),
        ...(action === 'approve' &&
          preview && { impactHash: preview.impactHash }),
      });
      setRationale('');
    });

  return (
    <Section title={approvable ? 'Your decision' : 'What you can do'}>
      <Box
        display="flex"
        flexDirection="column"
        maxWidth={640}
        style={{ gap: 12 }}
      >
        <TextInput
          label={
            actions.some(action => needsRationale(request, action))
              ? 'Rationale (required)'
              : 'Rationale'
          }
          helperText="Stays in the audit trail."
          multiline
          minRows={2}
          value={rationale}
          onChange={event => setRationale(event.target.value)}
        />
        {actions.some(usesDuration) && (
          <TextInput
            label={approvable ? 'Shorten to' : 'Extend by'}
            helperText={`ISO 8601 duration such as P7D or PT8H. Asked for: ${durationInWords(
              request.duration,
            )}.${
              approvable
                ? ' Leave empty to keep it; it can only get shorter.'
                : ''
            }`}
            value={duration}
            onChange={event => setDuration(event.target.value)}
          />
        )}
        {approvable && others > 0 && (
          <FormControlLabel
            control={
              <Checkbox
                checked={accepted}
                onChange={event => setAccepted(event.target.checked)}
              />
            }
            label={`I have read who else gains or loses (${others}) in the preview below and accept exactly that.`}
          />
        )}
        {error && <Notice severity="error">{error.message}</Notice>}
        <Box display="flex" style={{ gap: 8 }}>
          {actions.map(action => (
            <Button
              key={action}
              variant={action === 'approve' ? 'contained' : 'outlined'}
              color={action === 'approve' ? 'primary' : 'default'}
              disabled={blocked(action)}
              onClick={() => act(action)}
            >
              {ACTIONS[action]}
            </Button>
          ))}
        </Box>
      </Box>
    </Section>
  );
}

/** Whether the state table wants a reason for this step. */
export function needsRationale(
  request: Pick<AccessRequest, 'state'>,
  action: AccessAction,
): boolean {
  return accessStateTable.some(
    row =>
      row.from === request.state && row.transition === action && row.rationale,
  );
}

function usesDuration(action: AccessAction): boolean {
  return action === 'approve' || action === 'extend';
}
