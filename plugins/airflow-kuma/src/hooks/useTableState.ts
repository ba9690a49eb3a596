import { TableQuery } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { useMemo } from 'react';
import { FILTER_KEYS } from './filterKeys';
import { UrlState, useUrlState } from './useUrlState';

/** Rows on a page unless the address says otherwise. */
export const DEFAULT_LIMIT = 20;
/** The backend answers at most this many rows at once. */
const MAXIMUM_LIMIT = 200;

/** Table query as the address says it; changing a filter starts at page one. */
export function useTableState(options: { filters: boolean }) {
  const url = useUrlState();
  const { text: address } = url;
  const query = useMemo(
    () => readTableQuery(url, options.filters),
    // `address` is the content of `url`; `url` itself changes identity too often.
    // eslint-disable-next-line react-hooks/exhaustive-deps
    [address, options.filters],
  );
  return { url, query, key: JSON.stringify(query) };
}

/** Pure part of the hook; anything odd in the address falls back to defaults. */
export function readTableQuery(
  url: Pick<UrlState, 'one' | 'all'>,
  filters: boolean,
): TableQuery & { offset: number; limit: number } {
  const query: TableQuery & { offset: number; limit: number } = {
    offset: toWhole(url.one('offset'), 0),
    limit: Math.min(
      Math.max(toWhole(url.one('limit'), DEFAULT_LIMIT), 1),
      MAXIMUM_LIMIT,
    ),
  };
  const orderBy = url.one('orderBy');
  if (orderBy) query.orderBy = orderBy;
  if (!filters) return query;
  const text = url.one('text');
  if (text) query.text = text;
  for (const key of FILTER_KEYS) {
    const values = url.all(key);
    if (values.length) query[key] = values;
  }
  return query;
}

/** Paging of a table whose page is in the address. */
export function pagingOf(
  url: Pick<UrlState, 'set'>,
  { offset, limit }: { offset: number; limit: number },
  total: number,
) {
  return {
    offset,
    limit,
    total,
    onChange: (next: { offset: number; limit: number }) =>
      url.set({
        offset: next.offset ? String(next.offset) : undefined,
        limit: next.limit === DEFAULT_LIMIT ? undefined : String(next.limit),
      }),
  };
}

function toWhole(text: string | undefined, fallback: number): number {
  const value = Number(text ?? fallback);
  return Number.isInteger(value) && value >= 0 ? value : fallback;
}
