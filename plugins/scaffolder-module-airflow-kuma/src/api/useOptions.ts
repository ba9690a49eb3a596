import { useState } from 'react';
import useAsync from 'react-use/lib/useAsync';
import useDebounce from 'react-use/lib/useDebounce';

const WAIT_MILLISECONDS = 250;

/** Options for what was typed, asked for once the typing pauses. */
export function useOptions<T>(
  text: string,
  load: (text: string) => Promise<T[]>,
): { options: T[]; loading: boolean; error?: Error } {
  const [settled, setSettled] = useState(text);
  useDebounce(() => setSettled(text), WAIT_MILLISECONDS, [text]);
  const { value, loading, error } = useAsync(
    () => load(settled),
    [settled, load],
  );
  return { options: value ?? [], loading, error };
}
