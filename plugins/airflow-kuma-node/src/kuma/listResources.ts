import { KumaResource } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { z } from 'zod';
import { idOf, parseRows } from '../http/parseRows';
import { countOf, ListPage, readPages } from '../http/readPages';
import { HttpClient, Listing } from '../http/types';
import { resourceRow } from './rows';

// More is a 400.
const PAGE_SIZE = 1_000;

const page = z
  .object({
    items: z.array(z.unknown()),
    total: z.unknown().optional(),
    next: z.unknown().optional(),
  })
  .transform(
    (answer): ListPage<unknown> => ({
      items: answer.items,
      total: countOf(answer.total),
      next: offsetOf(answer.next),
    }),
  );

/**
 * Reads one of Kuma's lists to its end: `{total, items, next}`.
 */
export async function listResources(options: {
  http: HttpClient;
  upstream: string;
  path: string;
  /** For lists that change all the time, see `readPages`. */
  moving?: boolean;
  signal?: AbortSignal;
}): Promise<Listing<KumaResource>> {
  const { http, upstream, path } = options;
  const request = `GET ${path}`;
  const holesOf = options.moving ? undefined : http.holes;
  const { items, doubt, holes } = await readPages({
    upstream,
    request,
    moving: options.moving,
    size: PAGE_SIZE,
    known: holesOf?.waiting(path),
    page: ({ offset, size }, isProbe) =>
      http.request({
        path,
        query: { size, offset },
        schema: page,
        signal: options.signal,
        ...(isProbe && { retry: false }),
      }),
    keyOf: item => {
      const name = idOf(item, 'name');
      return name && JSON.stringify([idOf(item, 'mesh'), name]);
    },
  });
  holesOf?.note(path, holes);
  return parseRows({
    upstream,
    request,
    list: 'items',
    items,
    doubt,
    schema: resourceRow,
    idField: 'name',
  });
}

/**
 * `next` is an absolute URL made of the request's Host header, which behind a
 * proxy is not ours: only its offset is taken.
 */
function offsetOf(next: unknown): number | undefined {
  if (typeof next !== 'string' || !URL.canParse(next, 'http://localhost'))
    return undefined;
  const offset = Number(
    new URL(next, 'http://localhost').searchParams.get('offset') ?? NaN,
  );
  return Number.isInteger(offset) && offset > 0 ? offset : undefined;
}
