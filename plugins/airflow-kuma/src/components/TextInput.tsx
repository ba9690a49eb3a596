import TextField, { TextFieldProps } from '@material-ui/core/TextField';
import { useFieldId } from '../hooks/useFieldId';

/** A text field whose label a screen reader reads: it needs an id for that. */
export function TextInput(props: TextFieldProps) {
  const id = useFieldId();
  return <TextField id={id} {...props} />;
}
