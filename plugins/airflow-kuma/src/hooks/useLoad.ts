import {
  ChangeSignal,
  SIGNAL_CHANNEL,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { useSignal } from '@backstage/plugin-signals-react';
import { useCallback, useEffect, useRef, useState } from 'react';
import { errorName } from '../components/errorInWords';

/** Pages promise to show a change within 10 s; a poll and a read must fit. */
export const POLL_MILLISECONDS = 8_000;

/** What is known of something that is loaded, and kept fresh. */
export type Loaded<T> = {
  /** Last good answer; kept while a newer one is fetched or fails. */
  value?: T;
  error?: Error;
  loading: boolean;
  reload: () => void;
};

/**
 * Loads once per `key`, then again on signals, on return to the tab and every
 * `poll` milliseconds. A changed inventory is news only to what polls; what
 * people merely look up or fill in is left alone. An answer that arrives late for an older key is dropped.
 */
export function useLoad<T>(
  load: (signal: AbortSignal) => Promise<T>,
  key: string,
  options: { poll?: number; skip?: boolean } = {},
): Loaded<T> {
  const { poll, skip = false } = options;
  const [state, setState] = useState<{
    key?: string;
    value?: T;
    error?: Error;
    loading: boolean;
  }>({ loading: !skip });
  const [round, setRound] = useState(0);
  const latest = useRef(load);
  latest.current = load;
  // What is gone does not come back by asking: only who asks anew is answered.
  const gone = useRef(false);
  const reload = useCallback(() => setRound(previous => previous + 1), []);
  const { lastSignal } = useSignal<ChangeSignal>(SIGNAL_CHANNEL);
  const isNews =
    lastSignal !== null &&
    (poll !== undefined || lastSignal.changed !== 'inventory');

  useEffect(() => {
    // What polls catches up when the tab is shown.
    if (isNews && !gone.current && !(poll && document.hidden)) reload();
  }, [lastSignal, isNews, poll, reload]);

  useEffect(() => {
    gone.current = false;
    if (skip) return undefined;
    const controller = new AbortController();
    let timer: ReturnType<typeof setTimeout> | undefined;
    setState(previous => ({ ...previous, loading: true }));
    const settle = (outcome: { value: T } | { error: Error }) => {
      if (controller.signal.aborted) return;
      setState(previous => ({
        key,
        // What a different key answered must not stand under this one's error.
        value: previous.key === key ? previous.value : undefined,
        ...outcome,
        loading: false,
      }));
    };
    const read = async () => {
      try {
        settle({ value: await latest.current(controller.signal) });
      } catch (error) {
        settle({ error: error as Error });
        if (controller.signal.aborted) return;
        gone.current = errorName(error as Error) === 'NotFoundError';
        if (gone.current) return;
      }
      if (!poll || controller.signal.aborted) return;
      // A tab nobody looks at asks nothing; it catches up when it is shown.
      timer = setTimeout(() => document.hidden || read(), poll);
    };
    const onVisible = () => {
      if (!poll || document.hidden || gone.current) return;
      clearTimeout(timer);
      read();
    };
    read();
    document.addEventListener('visibilitychange', onVisible);
    return () => {
      controller.abort();
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', onVisible);
    };
  }, [key, round, poll, skip]);

  return {
    value: state.value,
    error: state.error,
    loading: state.loading,
    reload,
  };
}
