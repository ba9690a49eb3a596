import { UpstreamError } from './UpstreamError';

/**
 * One page of a list. `next` is the offset that the upstream names; without
 * it the list goes on after what was received, as upstreams give less than
 * asked without saying so.
 */
export type ListPage<T> = {
  items: T[];
  total?: number;
  next?: number;
};

// 2,000 pages of 100: an upstream that never ends must not keep us for ever.
const MAX_PAGES = 2_000;

/**
 * Reads a list to its end. Paging by offset is no snapshot: when the list
 * shrinks between two pages, or the upstream restarts, items are missed. That
 * is seen by a total that falls, or by fewer distinct items than the total;
 * the list is then read once more from the start, and given up if that is no
 * better. A list that only grows can repeat items, which are dropped.
 *
 * With `overlap`, each page repeats the last item of the page before: a list
 * that lost one item and gained another has the same total and still moved.
 *
 * `moving` is for lists that change all the time, such as proxies of
 * short-lived pods: a second reading may miss a tenth.
 */
export async function readPages<T>(options: {
  upstream: string;
  request: string;
  page: (offset: number) => Promise<ListPage<T>>;
  /** Same for the same item on two pages; `undefined` is never the same. */
  keyOf: (item: T) => string | undefined;
  moving?: boolean;
  /** For lists in a stable order, where `offset` may be any number. */
  overlap?: boolean;
  /** Stop when this says so of a page, or of all that was read. */
  until?: (page: T[], all: T[]) => boolean;
}): Promise<T[]> {
  let problem = '';
  for (let reading = 1; reading <= 2; reading++) {
    const result = await readOnce(options);
    if (!result.problem) return result.items;
    problem = result.problem;
    const nearlyAll = result.items.length >= 0.9 * result.total;
    if (reading === 2 && options.moving && nearlyAll) return result.items;
  }
  throw new UpstreamError({
    upstream: options.upstream,
    request: options.request,
    kind: 'inconsistent',
    detail: problem,
    advice: 'it is read again at the next sync',
  });
}

async function readOnce<T>(
  options: Parameters<typeof readPages<T>>[0],
): Promise<{ items: T[]; total: number; problem?: string }> {
  const items: T[] = [];
  const seen = new Set<string>();
  let received = 0;
  let total = 0;
  let offset = 0;
  for (let page = 0; page < MAX_PAGES; page++) {
    const answer = await options.page(offset);
    const rows = answer.items;
    if (answer.total !== undefined && answer.total < total) {
      return {
        items,
        total,
        problem: `its total fell from ${total} to ${answer.total}`,
      };
    }
    total = answer.total ?? total;
    const before = items.length;
    const overlapped = options.overlap && page > 0;
    if (overlapped && rows.length > 0) {
      const last = options.keyOf(items[items.length - 1]);
      if (options.keyOf(rows[0]) !== last) {
        return { items, total, problem: 'its items moved between two pages' };
      }
    }
    for (const row of rows) {
      const key = options.keyOf(row);
      if (key !== undefined && seen.has(key)) continue;
      if (key !== undefined) seen.add(key);
      items.push(row);
    }
    received = offset + rows.length;
    if (options.until?.(rows, items)) return { items, total };
    const more =
      answer.next !== undefined ||
      (answer.total !== undefined && received < answer.total);
    if (!more || rows.length === 0 || items.length === before) {
      const missing = items.length < total;
      return {
        items,
        total,
        problem: missing
          ? `${items.length} distinct items of ${total} were given`
          : undefined,
      };
    }
    offset = answer.next ?? (options.overlap ? received - 1 : received);
  }
  return { items, total, problem: `it has more than ${MAX_PAGES} pages` };
}
