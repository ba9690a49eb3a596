import { TextInput } from './TextInput';

/** A day of the viewer, as `2026-11-23`. */
export function DayField(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  return (
    <TextInput
      size="small"
      type="date"
      label={props.label}
      value={props.value}
      onChange={event => props.onChange(event.target.value)}
      InputLabelProps={{ shrink: true }}
    />
  );
}
