import { z, ZodType } from 'zod';
import { idOf, parseRows } from '../http/parseRows';
import { countOf, ListPage, readPages } from '../http/readPages';
import { HttpClient, Listing, UpstreamRequest } from '../http/types';

// Airflow gives at most 100 rows from 3.2 on, whatever is asked.
const PAGE_SIZE = 100;

/**
 * Reads one of Airflow's lists to its end: `{<list>: […], total_entries}`.
 */
export async function listRows<T>(options: {
  http: HttpClient;
  upstream: string;
  path: string;
  query?: UpstreamRequest<T>['query'];
  /** Key of the list in the answer. */
  list: string;
  schema: ZodType<T>;
  /** Fields that together are unique. */
  keys: string[];
  /** Stop after so many rows. */
  limit?: number;
  moving?: boolean;
  /** Stop after a page of which this is so. */
  until?: (items: unknown[]) => boolean;
  signal?: AbortSignal;
}): Promise<Listing<T>> {
  const { http, upstream, path, list } = options;
  const request = `GET ${path}`;
  const page = z
    .object({
      [list]: z.array(z.unknown()),
      total_entries: z.unknown().optional(),
    })
    .transform(
      (answer): ListPage<unknown> => ({
        items: answer[list] as unknown[],
        total: countOf(answer.total_entries),
      }),
    );
  // Places of a list that moves, or that is asked for by time, mean nothing later.
  const holesOf = options.moving ? undefined : http.holes;
  const { items, doubt, holes } = await readPages({
    upstream,
    request,
    moving: options.moving,
    overlap: !options.moving,
    size: Math.min(PAGE_SIZE, options.limit ?? PAGE_SIZE),
    known: holesOf?.waiting(path),
    page: ({ offset, size }, isProbe) =>
      http.request({
        path,
        query: { ...options.query, limit: size, offset },
        schema: page,
        signal: options.signal,
        ...(isProbe && { retry: false }),
      }),
    keyOf: item => {
      const parts = options.keys.map(key => idOf(item, key));
      return parts.includes(undefined) ? undefined : JSON.stringify(parts);
    },
    until: (rows, all) =>
      all.length >= (options.limit ?? Infinity) ||
      (options.until?.(rows) ?? false),
  });
  holesOf?.note(path, holes);
  return parseRows({
    upstream,
    request,
    list,
    items: items.slice(0, options.limit),
    doubt,
    schema: options.schema,
    idField: options.keys[options.keys.length - 1],
  });
}
