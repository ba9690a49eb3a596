import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import MenuItem from '@material-ui/core/MenuItem';
import { DateTime } from 'luxon';
import { useState } from 'react';
import { ErrorNotice, Section, TextInput } from '../components';
import { useAction } from '../hooks/useAction';
import { useApiClient } from '../hooks/useApiClient';

const DEFAULT_DAYS = 14;

/** Starts a review of live grants. */
export function CampaignForm(props: { onDone: () => void }) {
  const api = useApiClient();
  const { run, running, error } = useAction(props.onDone);
  const [title, setTitle] = useState('');
  const [dataDomain, setDataDomain] = useState('');
  const [owner, setOwner] = useState('');
  const [unanswered, setUnanswered] = useState<'end' | 'keep'>('end');
  const [deadline, setDeadline] = useState(
    () => DateTime.now().plus({ days: DEFAULT_DAYS }).toISODate()!,
  );
  const start = () =>
    run(() =>
      api.startCampaign({
        title: title.trim(),
        unanswered,
        deadline: DateTime.fromISO(deadline).endOf('day').toUTC().toISO()!,
        filter: {
          ...(dataDomain.trim() && { dataDomain: dataDomain.trim() }),
          ...(owner.trim() && { owner: owner.trim() }),
        },
      }),
    );
  return (
    <Box mt={3}>
      <Section title="Start a campaign">
        <Box
          display="flex"
          flexWrap="wrap"
          alignItems="flex-end"
          style={{ gap: 16 }}
        >
          <TextInput
            label="Title"
            value={title}
            onChange={event => setTitle(event.target.value)}
          />
          <TextInput
            label="Data domain (all when empty)"
            value={dataDomain}
            onChange={event => setDataDomain(event.target.value)}
          />
          <TextInput
            label="Owner (all when empty)"
            value={owner}
            onChange={event => setOwner(event.target.value)}
          />
          <TextInput
            label="Deadline"
            type="date"
            value={deadline}
            onChange={event => setDeadline(event.target.value)}
            InputLabelProps={{ shrink: true }}
          />
          <TextInput
            select
            label="Grants without an answer"
            style={{ minWidth: 180 }}
            value={unanswered}
            onChange={event =>
              setUnanswered(event.target.value as 'end' | 'keep')
            }
          >
            <MenuItem value="end">end</MenuItem>
            <MenuItem value="keep">stay</MenuItem>
          </TextInput>
          <Button
            variant="outlined"
            disabled={running || title.trim() === '' || deadline === ''}
            onClick={start}
          >
            Start
          </Button>
        </Box>
        {error && <ErrorNotice error={error} />}
      </Section>
    </Box>
  );
}
