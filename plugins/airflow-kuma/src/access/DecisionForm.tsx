import {
  AccessRequest,
  accessStateTable,
  durationInWords,
  durationSeconds,
  isLonger,
  UNTIL_REVOKED,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { useRouteRef } from '@backstage/core-plugin-api';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import Checkbox from '@material-ui/core/Checkbox';
import FormControlLabel from '@material-ui/core/FormControlLabel';
import { useState } from 'react';
import { useNavigate } from 'react-router-dom';
import { AccessAction } from '../api';
import { ErrorNotice, Section, TextInput, absolute } from '../components';
import { useAction } from '../hooks/useAction';
import { useApiClient } from '../hooks/useApiClient';
import { useLoad } from '../hooks/useLoad';
import { requestRouteRef } from '../routes';
import { DurationField } from './DurationField';
import { extensionEnd } from './extensionEnd';
import { ExtensionPreview } from './ExtensionPreview';
import { useRequestPreview } from './useRequestPreview';

const ACTIONS: Record<AccessAction, string> = {
  approve: 'Approve',
  deny: 'Deny',
  withdraw: 'Withdraw',
  revoke: 'Revoke',
  extend: 'Ask to extend',
  review: 'Record the review',
  'ask-caller-again': "Ask the caller's side again",
};

const NO_DURATIONS: string[] = [];

/** Draws what the caller may do now, and nothing else. */
export function DecisionForm(props: {
  request: AccessRequest;
  onDone: () => void;
}) {
  const { request, onDone } = props;
  const api = useApiClient();
  const toRequest = useRouteRef(requestRouteRef);
  const navigate = useNavigate();
  const { run, running, error } = useAction(onDone);
  const [rationale, setRationale] = useState('');
  const [duration, setDuration] = useState('');
  const [accepted, setAccepted] = useState(false);
  const [refusals, setRefusals] = useState(0);
  const actions = request.availableTransitions.filter(
    (transition): transition is AccessAction => transition in ACTIONS,
  );
  const approvable = actions.includes('approve');
  const asksDuration = actions.some(usesDuration);
  const presets =
    useLoad(signal => api.accessOptions(signal), 'options', {
      skip: !asksDuration,
    }).value?.durations.presets ?? NO_DURATIONS;
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
    (action === 'extend' && (!isDuration(duration) || refusals > 0));
  const act = (action: AccessAction) =>
    run(async () => {
      const answer = await api.act(request.id, action, {
        ...(rationale.trim() && { rationale: rationale.trim() }),
        ...(usesDuration(action) && duration && { duration }),
        ...(action === 'approve' &&
          preview && { impactHash: preview.impactHash }),
      });
      setRationale('');
      // More time is a request of its own, with a decision of its own.
      if (answer.id !== request.id) navigate(toRequest({ id: answer.id }));
    });

  return (
    <Section title={approvable ? 'Your decision' : 'What you can do'}>
      <Box
        display="flex"
        flexDirection="column"
        maxWidth={640}
        style={{ gap: 16 }}
      >
        <TextInput
          label={
            actions.every(action => needsRationale(request, action))
              ? 'Rationale (required)'
              : 'Rationale'
          }
          helperText={rationaleHelp(request, actions)}
          multiline
          minRows={2}
          value={rationale}
          onChange={event => setRationale(event.target.value)}
        />
        {asksDuration && (
          <DurationField
            label={approvable ? 'Grant it for' : 'Extend by'}
            helperText={
              approvable
                ? 'You may shorten it, never lengthen it.'
                : extensionHelp(request, duration)
            }
            empty={
              approvable
                ? `${durationInWords(request.duration)}, as asked for`
                : 'Choose how long'
            }
            offered={
              approvable
                ? presets.filter(preset => isShorter(preset, request))
                : presets
            }
            value={duration}
            onChange={setDuration}
          />
        )}
        {actions.includes('extend') && isDuration(duration) && (
          <ExtensionPreview
            request={request}
            duration={duration}
            onProblems={setRefusals}
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
        {error && <ErrorNotice error={error} />}
        <Box display="flex" flexWrap="wrap" style={{ gap: 8 }}>
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

/** Half typed it is none, and nothing is asked about it. */
function isDuration(text: string): boolean {
  return (
    text === UNTIL_REVOKED ||
    durationSeconds(text, new Date().toISOString()) !== undefined
  );
}

/** Both ends, before anybody is asked. */
function extensionHelp({ end }: AccessRequest, duration: string): string {
  if (!end) return 'It has no end: there is nothing to extend.';
  const next = extensionEnd(end, duration, new Date().toISOString());
  return `It ends ${absolute(end)}${
    next ? `; extended, ${absolute(next)}` : ''
  }. That needs a decision of its own, and nothing is interrupted.`;
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

function rationaleHelp(
  request: Pick<AccessRequest, 'state'>,
  actions: AccessAction[],
): string {
  const needing = actions.filter(action => needsRationale(request, action));
  const needed =
    needing.length > 0 && needing.length < actions.length
      ? `Needed to ${needing.join(' and to ')}. `
      : '';
  return `${needed}Stays in the audit trail.`;
}

function isShorter(duration: string, request: AccessRequest): boolean {
  const from = request.start ?? request.requestedAt;
  return (
    duration !== request.duration && isLonger(request.duration, duration, from)
  );
}

function usesDuration(action: AccessAction): boolean {
  return action === 'approve' || action === 'extend';
}
