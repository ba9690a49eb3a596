import MenuItem from '@material-ui/core/MenuItem';
import { TextInput } from '../components';
import { actionInWords } from '../access/actionInWords';

/** What the trail is about; a trailing dot stands for all that begins so. */
const KINDS: { value: string; label: string }[] = [
  { value: 'access.request.', label: 'Requests and decisions' },
  { value: 'access.grant.', label: 'Life of grants' },
  { value: 'access.permission.', label: 'Permissions in the mesh' },
  { value: 'access.break-glass.', label: 'Break-glass' },
  { value: 'access.campaign.', label: 'Campaigns' },
  { value: 'audit.', label: 'Exports' },
];

/** Chooses what the shown records are about. */
export function ActionSelect(props: {
  value: string;
  onChange: (value: string | undefined) => void;
}) {
  const { value, onChange } = props;
  const isKnown = KINDS.some(kind => kind.value === value);
  return (
    <TextInput
      select
      size="small"
      label="What"
      style={{ minWidth: 190 }}
      value={value}
      onChange={event => onChange(event.target.value || undefined)}
      SelectProps={{ displayEmpty: true }}
      InputLabelProps={{ shrink: true }}
    >
      <MenuItem value="">Everything</MenuItem>
      {KINDS.map(kind => (
        <MenuItem key={kind.value} value={kind.value}>
          {kind.label}
        </MenuItem>
      ))}
      {/* A link can name one action alone. */}
      {value && !isKnown && (
        <MenuItem value={value}>{actionInWords(value)}</MenuItem>
      )}
    </TextInput>
  );
}
