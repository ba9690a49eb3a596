import Checkbox from '@material-ui/core/Checkbox';
import FormControl from '@material-ui/core/FormControl';
import InputLabel from '@material-ui/core/InputLabel';
import ListItemText from '@material-ui/core/ListItemText';
import MenuItem from '@material-ui/core/MenuItem';
import Select from '@material-ui/core/Select';
import { useFieldId } from '../hooks/useFieldId';

/** A choice with how many rows it has, as a number or in words. */
export type SelectOption = {
  value: string;
  label: string;
  count?: number | string;
};

/** Picks any number of values. Values that are set but unknown stay visible. */
export function MultiSelect(props: {
  label: string;
  options: SelectOption[];
  selected: string[];
  onChange: (selected: string[]) => void;
}) {
  const { label, options, selected, onChange } = props;
  const id = useFieldId();
  const known = new Map(options.map(option => [option.value, option]));
  const all = [
    ...options,
    ...selected
      .filter(value => !known.has(value))
      .map(value => ({ value, label: value, count: undefined })),
  ];
  return (
    <FormControl size="small" style={{ minWidth: 130, maxWidth: 220 }}>
      <InputLabel id={`${id}-label`} style={{ color: 'inherit' }}>
        {label}
      </InputLabel>
      <Select
        multiple
        labelId={`${id}-label`}
        value={selected}
        onChange={event => onChange(event.target.value as string[])}
        renderValue={() =>
          selected.map(value => known.get(value)?.label ?? value).join(', ')
        }
        MenuProps={{
          getContentAnchorEl: null,
          PaperProps: { style: { maxHeight: 400 } },
        }}
        SelectDisplayProps={{ 'aria-label': label } as object}
      >
        {all.map(option => (
          <MenuItem key={option.value} value={option.value} dense>
            <Checkbox
              size="small"
              checked={selected.includes(option.value)}
              inputProps={{ 'aria-hidden': true, tabIndex: -1 }}
            />
            <ListItemText
              primary={
                option.count === undefined
                  ? option.label
                  : `${option.label} (${option.count})`
              }
            />
          </MenuItem>
        ))}
      </Select>
    </FormControl>
  );
}
