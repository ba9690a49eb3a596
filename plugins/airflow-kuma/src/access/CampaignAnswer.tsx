import { AccessCampaignItem } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import { useState } from 'react';
import { ErrorNotice, TextInput } from '../components';
import { useAction } from '../hooks/useAction';
import { useApiClient } from '../hooks/useApiClient';

/** Keep or end one grant; both want a rationale. */
export function CampaignAnswer(props: {
  item: AccessCampaignItem;
  onDone: () => void;
}) {
  const { item, onDone } = props;
  const api = useApiClient();
  const { run, running, error } = useAction(onDone);
  const [rationale, setRationale] = useState('');
  if (!item.answerable) return <>Waits for its reviewer</>;
  const { id, sourceName, destinationName } = item.request;
  const name = `${sourceName} → ${destinationName}`;
  const answer = (decision: 'keep' | 'end') =>
    run(() =>
      api.answerCampaign(item.campaign, id, {
        decision,
        rationale: rationale.trim(),
      }),
    );
  const disabled = running || rationale.trim() === '';
  return (
    <>
      <Box display="flex" alignItems="center" style={{ gap: 8 }}>
        <TextInput
          size="small"
          label="Rationale"
          inputProps={{ 'aria-label': `Rationale for ${name}` }}
          value={rationale}
          onChange={event => setRationale(event.target.value)}
        />
        <Button
          size="small"
          disabled={disabled}
          aria-label={`Keep ${name}`}
          onClick={() => answer('keep')}
        >
          Keep
        </Button>
        <Button
          size="small"
          disabled={disabled}
          aria-label={`End ${name}`}
          onClick={() => answer('end')}
        >
          End
        </Button>
      </Box>
      {error && <ErrorNotice error={error} />}
    </>
  );
}
