import Box from '@material-ui/core/Box';
import Button from '@material-ui/core/Button';
import MenuItem from '@material-ui/core/MenuItem';
import Typography from '@material-ui/core/Typography';
import { DateTime } from 'luxon';
import { useState } from 'react';
import { CampaignInput } from '../api';
import { Section, TextInput } from '../components';
import { useApiClient } from '../hooks/useApiClient';
import { useEntityNames } from '../hooks/useEntityNames';
import { useLoad } from '../hooks/useLoad';
import { CampaignStart } from './CampaignStart';

const DEFAULT_DAYS = 14;

/** Starts a review of live grants. */
export function CampaignForm(props: { onDone: () => void }) {
  const api = useApiClient();
  const [starting, setStarting] = useState<CampaignInput>();
  const [title, setTitle] = useState('');
  const [dataDomain, setDataDomain] = useState('');
  const [owner, setOwner] = useState('');
  const [unanswered, setUnanswered] = useState<'end' | 'keep'>('end');
  const [deadline, setDeadline] = useState(
    () => DateTime.now().plus({ days: DEFAULT_DAYS }).toISODate()!,
  );
  const filters = useLoad(signal => api.filters(signal), 'filters').value;
  const owners = filters?.owner ?? [];
  const nameOf = useEntityNames(owners.map(({ value }) => value));
  const start = () =>
    setStarting({
      title: title.trim(),
      unanswered,
      deadline: DateTime.fromISO(deadline).endOf('day').toUTC().toISO()!,
      filter: {
        ...(dataDomain && { dataDomain }),
        ...(owner && { owner }),
      },
    });
  return (
    <Box mt={3}>
      <Section title="Start a campaign">
        <Typography variant="body2" gutterBottom>
          Asks owners and approvers to look again at live grants: each is kept
          or ended, with a rationale. Beside each is when it was last used.
        </Typography>
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
          <Scope
            label="Data domain"
            options={filters?.dataDomain}
            value={dataDomain}
            onChange={setDataDomain}
          />
          <Scope
            label="Owner"
            options={owners.map(each => ({
              ...each,
              label: nameOf(each.value),
            }))}
            value={owner}
            onChange={setOwner}
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
            label="What nobody answers for"
            style={{ minWidth: 240 }}
            value={unanswered}
            onChange={event =>
              setUnanswered(event.target.value as 'end' | 'keep')
            }
          >
            <MenuItem value="end">ends</MenuItem>
            <MenuItem value="keep">stays</MenuItem>
          </TextInput>
          <Button
            variant="outlined"
            disabled={title.trim() === '' || deadline === ''}
            onClick={start}
          >
            Start…
          </Button>
        </Box>
        {starting && (
          <CampaignStart
            input={starting}
            onStarted={() => {
              setStarting(undefined);
              props.onDone();
            }}
            onClose={() => setStarting(undefined)}
          />
        )}
      </Section>
    </Box>
  );
}

/** Which grants are looked at; all of them unless something is chosen. */
function Scope(props: {
  label: string;
  options?: { value: string; label: string }[];
  value: string;
  onChange: (value: string) => void;
}) {
  const { label, options = [], value, onChange } = props;
  return (
    <TextInput
      select
      label={label}
      style={{ minWidth: 160 }}
      value={value}
      onChange={event => onChange(event.target.value)}
      SelectProps={{ displayEmpty: true }}
      InputLabelProps={{ shrink: true }}
    >
      <MenuItem value="">all</MenuItem>
      {options.map(option => (
        <MenuItem key={option.value} value={option.value}>
          {option.label}
        </MenuItem>
      ))}
    </TextInput>
  );
}
