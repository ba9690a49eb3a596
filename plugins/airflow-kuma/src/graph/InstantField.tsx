import { DateTime } from 'luxon';
import { TextInput } from '../components';

/** A moment, in the viewer's own time; empty means now. */
export function InstantField(props: {
  label: string;
  value?: string;
  onChange: (iso: string | undefined) => void;
}) {
  const { label, value, onChange } = props;
  return (
    <TextInput
      type="datetime-local"
      size="small"
      label={label}
      style={{ width: 200 }}
      InputLabelProps={{ shrink: true }}
      value={
        value ? DateTime.fromISO(value).toFormat("yyyy-MM-dd'T'HH:mm") : ''
      }
      onChange={event => onChange(toIso(event.target.value))}
    />
  );
}

/** What a browser's date field says, as an instant; nothing when it says none. */
export function toIso(text: string): string | undefined {
  const time = DateTime.fromISO(text);
  return time.isValid ? time.toUTC().toISO() ?? undefined : undefined;
}
