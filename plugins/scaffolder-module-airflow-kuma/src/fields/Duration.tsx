import {
  durationInWords,
  UNTIL_REVOKED,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import MenuItem from '@material-ui/core/MenuItem';
import TextField from '@material-ui/core/TextField';
import { useEffect } from 'react';
import useAsync from 'react-use/lib/useAsync';
import { usePickerApi } from '../api/usePickerApi';
import { firstError } from './firstError';

/** How long; offers the presets of the config and begins with the recommended one. */
export function Duration(props: FieldExtensionComponentProps<string>) {
  const { formData, onChange, rawErrors, required, schema, idSchema } = props;
  const api = usePickerApi();
  const { value, error } = useAsync(() => api.options(), [api]);
  const recommended = value?.durations.recommended;

  useEffect(() => {
    if (!formData && recommended) onChange(recommended);
  }, [formData, recommended, onChange]);

  const isEndless = value?.durations.max === UNTIL_REVOKED;
  const offered = [
    ...new Set([
      ...(value?.durations.presets ?? []),
      recommended,
      formData,
      isEndless ? UNTIL_REVOKED : undefined,
    ]),
  ].filter(item => item !== undefined);
  const shown = firstError(rawErrors, error);
  return (
    <TextField
      id={idSchema?.$id ?? 'airflow-kuma-duration'}
      select
      variant="outlined"
      fullWidth
      label={schema.title ?? 'Duration'}
      required={required}
      value={formData ?? ''}
      error={shown !== undefined}
      helperText={shown ?? (value && endOf(formData, value.durations.max))}
      onChange={event => onChange(event.target.value)}
    >
      {offered.map(item => (
        <MenuItem key={item} value={item}>
          {durationInWords(item)}
          {item === recommended ? ' (recommended)' : ''}
        </MenuItem>
      ))}
    </TextField>
  );
}

/** How a grant of this duration ends, and how long one may be. */
function endOf(duration: string | undefined, max: string): string {
  if (duration === UNTIL_REVOKED) return 'Lasts until somebody revokes it.';
  const limit =
    max === UNTIL_REVOKED ? '' : `At most ${durationInWords(max)}. `;
  return `${limit}The grant ends by itself.`;
}
