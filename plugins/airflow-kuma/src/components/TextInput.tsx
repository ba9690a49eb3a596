import TextField, { TextFieldProps } from '@material-ui/core/TextField';
import { useFieldId } from '../hooks/useFieldId';

const LABEL = { color: 'inherit' };

/**
 * A text field whose label a screen reader reads: it needs an id for that. And
 * that everybody can read: the grey of labels is too pale on a grey page.
 */
export function TextInput(props: TextFieldProps) {
  const id = useFieldId();
  return (
    <TextField
      id={id}
      {...props}
      InputLabelProps={{ ...props.InputLabelProps, style: LABEL }}
    />
  );
}
