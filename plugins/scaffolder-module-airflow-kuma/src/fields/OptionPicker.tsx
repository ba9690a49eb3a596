import Box from '@material-ui/core/Box';
import TextField from '@material-ui/core/TextField';
import Typography from '@material-ui/core/Typography';
import Autocomplete from '@material-ui/lab/Autocomplete';
import { useState } from 'react';

/** What every option says of itself. */
export type PickerOption = { label: string; detail: string; group: string };

/** A search field with grouped options, as all pickers here look. */
export function OptionPicker<T extends PickerOption>(props: {
  id: string;
  label: string;
  description?: string;
  required?: boolean;
  disabled?: boolean;
  error?: string;
  loading: boolean;
  options: T[];
  selected: T | undefined;
  isSame(left: T, right: T): boolean;
  onSearch(text: string): void;
  onSelect(option: T | undefined): void;
}) {
  const { id, selected, options, loading, error } = props;
  const [open, setOpen] = useState(false);
  // What is chosen stays an option, whatever is searched for next.
  const shown =
    selected && !options.some(option => props.isSame(option, selected))
      ? [selected, ...options]
      : options;
  return (
    <Autocomplete
      id={id}
      open={open}
      onOpen={() => setOpen(true)}
      onClose={() => setOpen(false)}
      disabled={props.disabled}
      loading={loading}
      loadingText="Looking…"
      noOptionsText="Nothing found that you may see"
      options={shown}
      groupBy={option => option.group}
      getOptionLabel={option => option.label}
      getOptionSelected={props.isSame}
      // The backend has filtered already, by more than the label.
      filterOptions={all => all}
      value={selected ?? null}
      onChange={(_event, option) => props.onSelect(option ?? undefined)}
      onInputChange={(_event, text, reason) => {
        if (reason !== 'reset') props.onSearch(text);
      }}
      renderOption={option => (
        <Box>
          <Typography variant="body1">{option.label}</Typography>
          <Typography variant="caption" color="textSecondary">
            {option.detail}
          </Typography>
        </Box>
      )}
      renderInput={parameters => (
        <TextField
          {...parameters}
          variant="outlined"
          label={props.label}
          required={props.required}
          error={error !== undefined}
          helperText={error ?? selected?.detail ?? props.description}
        />
      )}
    />
  );
}
