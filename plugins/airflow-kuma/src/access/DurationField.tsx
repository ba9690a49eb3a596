import { durationInWords } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import MenuItem from '@material-ui/core/MenuItem';
import { useState } from 'react';
import { TextInput } from '../components';

const OTHER = 'other';

/** Chooses a duration: one that config offers, or any as ISO 8601. */
export function DurationField(props: {
  label: string;
  helperText?: string;
  offered: string[];
  /** What leaving it alone means. */
  empty: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const { label, offered, empty, value, onChange } = props;
  const [free, setFree] = useState(false);
  return (
    <>
      <TextInput
        select
        label={label}
        helperText={props.helperText}
        value={free ? OTHER : value}
        onChange={event => {
          const chosen = event.target.value;
          setFree(chosen === OTHER);
          onChange(chosen === OTHER ? '' : chosen);
        }}
        SelectProps={{ displayEmpty: true }}
        InputLabelProps={{ shrink: true }}
      >
        <MenuItem value="">{empty}</MenuItem>
        {offered.map(duration => (
          <MenuItem key={duration} value={duration}>
            {durationInWords(duration)}
          </MenuItem>
        ))}
        <MenuItem value={OTHER}>Another…</MenuItem>
      </TextInput>
      {free && (
        <TextInput
          label={`${label} (ISO 8601)`}
          helperText={
            value
              ? `That is ${durationInWords(value)}.`
              : 'For example P3D for three days, PT8H for eight hours.'
          }
          value={value}
          onChange={event => onChange(event.target.value.trim())}
        />
      )}
    </>
  );
}
