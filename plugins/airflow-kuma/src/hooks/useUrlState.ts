import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';

/** Changes to the address; `undefined` or an empty list takes a key away. */
export type UrlChanges = Record<string, string | string[] | undefined>;

/** The part of the state that lives in the address, so that a link reopens it. */
export type UrlState = {
  one: (key: string) => string | undefined;
  all: (key: string) => string[];
  /** `push` adds a step to the browser's history, for what "back" should undo. */
  set: (changes: UrlChanges, options?: { push?: boolean }) => void;
  /** Stable text of all of it. */
  text: string;
};

/** Reads and writes the query of the address. */
export function useUrlState(): UrlState {
  const [search, setSearch] = useSearchParams();
  const set = useCallback(
    (changes: UrlChanges, options?: { push?: boolean }) =>
      setSearch(previous => applyChanges(previous, changes), {
        replace: !options?.push,
      }),
    [setSearch],
  );
  return useMemo(
    () => ({
      one: key => search.get(key) || undefined,
      all: key => search.getAll(key).filter(Boolean),
      set,
      text: search.toString(),
    }),
    [search, set],
  );
}

/** Pure part of `set`. */
export function applyChanges(
  search: URLSearchParams,
  changes: UrlChanges,
): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const [key, value] of Object.entries(changes)) {
    next.delete(key);
    if (value === undefined || value === '') continue;
    for (const item of Array.isArray(value) ? value : [value]) {
      next.append(key, item);
    }
  }
  return next;
}
