import { InputError } from '@backstage/errors';
import { Page } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/** By what rows can be ordered: a text, a number, or nothing (comes last). */
export type SortKeys<T> = Record<
  string,
  (row: T) => string | number | undefined
>;

/** Orders rows and cuts a page out of them. */
export function tableOf<T>(
  rows: T[],
  query: { orderBy: string; offset: number; limit: number },
  keys: SortKeys<T>,
): Page<T> {
  const descending = query.orderBy.startsWith('-');
  const name = query.orderBy.replace(/^-/, '');
  const keyOf = Object.hasOwn(keys, name) ? keys[name] : undefined;
  if (!keyOf) {
    throw new InputError(
      `orderBy must be one of ${Object.keys(keys).join(
        ', ',
      )}, with - for descending`,
    );
  }
  const keyed = rows.map((row, index) => ({ row, index, key: keyOf(row) }));
  keyed.sort((a, b) => {
    if (a.key === b.key) return a.index - b.index;
    if (a.key === undefined) return 1;
    if (b.key === undefined) return -1;
    const order = compare(a.key, b.key);
    return descending ? -order : order;
  });
  return {
    items: keyed
      .slice(query.offset, query.offset + query.limit)
      .map(({ row }) => row),
    total: rows.length,
  };
}

const collator = new Intl.Collator('en', { numeric: true });

function compare(a: string | number, b: string | number): number {
  return typeof a === 'number' && typeof b === 'number'
    ? a - b
    : collator.compare(String(a), String(b));
}
