import { FieldExtensionComponentProps } from '@backstage/plugin-scaffolder-react';
import TextField from '@material-ui/core/TextField';
import useAsync from 'react-use/lib/useAsync';
import { usePickerApi } from '../api/usePickerApi';
import { firstError } from './firstError';

const FALLBACK_LENGTH = 10;

/** Why access is needed; tells beforehand what the backend will insist on. */
export function Reason(props: FieldExtensionComponentProps<string>) {
  const {
    formData = '',
    onChange,
    rawErrors,
    required,
    schema,
    idSchema,
  } = props;
  const api = usePickerApi();
  const { value } = useAsync(() => api.options(), [api]);
  const minLength = value?.reason.minLength ?? FALLBACK_LENGTH;
  const left = minLength - formData.trim().length;
  const hint = [
    schema.description,
    value?.reason.patternHint,
    formData && left > 0 ? `${left} more characters.` : undefined,
  ]
    .filter(Boolean)
    .join(' ');
  const error = firstError(rawErrors, undefined);
  return (
    <TextField
      id={idSchema?.$id ?? 'airflow-kuma-reason'}
      variant="outlined"
      fullWidth
      multiline
      minRows={3}
      label={schema.title ?? 'Reason'}
      required={required}
      value={formData}
      error={error !== undefined}
      helperText={error ?? hint}
      onChange={event => onChange(event.target.value || undefined)}
    />
  );
}
