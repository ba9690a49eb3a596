import InputAdornment from '@material-ui/core/InputAdornment';
import Search from '@material-ui/icons/Search';
import { useEffect, useRef, useState } from 'react';
import { TextInput } from './TextInput';

/** Long enough not to ask the backend for every letter. */
const TYPING_PAUSE_MILLISECONDS = 300;

/** A text filter that reports when the typist pauses. */
export function SearchField(props: {
  label: string;
  value: string;
  onChange: (value: string) => void;
}) {
  const { label, value, onChange } = props;
  const [text, setText] = useState(value);
  const reported = useRef(value);
  const report = useRef(onChange);
  report.current = onChange;

  // The address can change under the field ("back", "clear filters").
  useEffect(() => {
    if (value === reported.current) return;
    reported.current = value;
    setText(value);
  }, [value]);

  useEffect(() => {
    if (text === reported.current) return undefined;
    const timer = setTimeout(() => {
      reported.current = text;
      report.current(text);
    }, TYPING_PAUSE_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [text]);

  return (
    <TextInput
      type="search"
      size="small"
      label={label}
      value={text}
      onChange={event => setText(event.target.value)}
      InputProps={{
        startAdornment: (
          <InputAdornment position="start">
            <Search fontSize="small" aria-hidden />
          </InputAdornment>
        ),
      }}
    />
  );
}
