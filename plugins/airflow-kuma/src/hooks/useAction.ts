import { useCallback, useState } from 'react';

/** Runs what a button does, once at a time, and keeps its error. */
export function useAction(onDone?: () => void) {
  const [running, setRunning] = useState(false);
  const [error, setError] = useState<Error>();
  const run = useCallback(
    async (action: () => Promise<unknown>) => {
      setRunning(true);
      setError(undefined);
      try {
        await action();
        onDone?.();
      } catch (failure) {
        setError(failure as Error);
      } finally {
        setRunning(false);
      }
    },
    [onDone],
  );
  return { run, running, error };
}
