import { AskFor, Hole, readAround, spanOf } from './readAround';
import { ListDoubt } from './types';
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

/** All pages of a list, and what speaks against their being the whole list. */
export type AllPages<T> = {
  items: T[];
  doubt?: ListDoubt;
  /** Items that the upstream cannot tell, with the reason. */
  holes: Hole[];
};

/** A total as an upstream gives it: what is no count says nothing. */
export function countOf(total: unknown): number | undefined {
  return Number.isSafeInteger(total) && (total as number) >= 0
    ? (total as number)
    : undefined;
}

// 2,000 pages of 100: an upstream that never ends must not keep us for ever.
const MAX_PAGES = 2_000;

/**
 * Reads a list to its end. Its total is a hint: where it is absent, or is not
 * what was received, pages are read until one is empty or brings nothing new.
 *
 * Paging by offset is no snapshot: when the list shrinks between two pages, or
 * the upstream restarts, items are missed. That is seen by a total that falls,
 * or by fewer distinct items than the total; the list is then read once more
 * from the start. What two readings gave together stands if the second is no
 * better, with the doubt told. A list that only grows can repeat items, which
 * are dropped.
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
  /** Items from `range.offset` on; `size` is asked for and need not be given. */
  page: AskFor<T>;
  /** Items of a page. */
  size: number;
  /** Items known to fail, which are left out at once. */
  known?: Hole[];
  /** Same for the same item on two pages; `undefined` is never the same. */
  keyOf: (item: T) => string | undefined;
  moving?: boolean;
  /** For lists in a stable order, where `offset` may be any number. */
  overlap?: boolean;
  /** Stop when this says so of a page, or of all that was read. */
  until?: (page: T[], all: T[]) => boolean;
}): Promise<AllPages<T>> {
  const first = await readOnce(options);
  if (first.holes.length > 0) return withHoles(first);
  if (!first.doubt || first.isWhole) return first;
  const second = await readOnce(options);
  if (second.holes.length > 0) return withHoles(second);
  if (!second.doubt) return second;
  const items = union(first.items, second.items, options.keyOf);
  const nearlyAll = second.items.length >= 0.9 * second.total;
  if (options.moving && nearlyAll) return { items, holes: [] };
  return { items, holes: [], doubt: second.doubt };
}

/** What cannot be told may be any item that we know: none of them has gone. */
function withHoles<T>({ items, holes }: Reading<T>): AllPages<T> {
  const [{ at, reason }] = holes;
  const places = holes.map(hole => hole.at + 1).join(', ');
  return {
    items,
    holes,
    doubt: {
      reason:
        holes.length === 1
          ? `its item number ${at + 1} cannot be read: ${reason}`
          : `its items number ${places} cannot be read; the first: ${reason}`,
    },
  };
}

type Reading<T> = AllPages<T> & {
  total: number;
  /** Nothing can have moved: another reading would tell the same. */
  isWhole?: boolean;
};

function isHole(holes: Hole[], place: number): boolean {
  return holes.some(({ at }) => at === place);
}

async function readOnce<T>(
  options: Parameters<typeof readPages<T>>[0],
): Promise<Reading<T>> {
  const items: T[] = [];
  const holes: Hole[] = [];
  const seen = new Set<string>();
  let total = 0;
  let offset = 0;
  let last = '';
  let overlapped = false;
  for (let page = 0; page < MAX_PAGES; page++) {
    const answer = await readAround(
      options.page,
      { offset, size: options.size },
      options.known,
    );
    holes.push(...answer.holes);
    const rows = answer.items;
    if (answer.total !== undefined && answer.total < total) {
      const reason = `its total fell from ${total} to ${answer.total}`;
      return { items, holes, total, doubt: { reason } };
    }
    total = answer.total ?? total;
    const isFirstTold = !isHole(answer.holes, offset);
    if (overlapped && isFirstTold && rows.length > 0) {
      const known = options.keyOf(items[items.length - 1]);
      if (options.keyOf(rows[0]) !== known) {
        const reason = 'its items moved between two pages';
        return { items, holes, total, doubt: { reason } };
      }
    }
    const before = items.length;
    // Items without a key are never the same, so a page that is is looked for.
    const isKeyless = rows.some(row => options.keyOf(row) === undefined);
    const text = isKeyless ? JSON.stringify(rows) : '';
    for (const row of isKeyless && text === last ? [] : rows) {
      const key = options.keyOf(row);
      if (key !== undefined && seen.has(key)) continue;
      if (key !== undefined) seen.add(key);
      items.push(row);
    }
    last = text;
    const received = offset + spanOf(answer);
    if (options.until?.(rows, items)) return { items, holes, total };
    const isEnd =
      answer.next === undefined &&
      (answer.total === undefined ? false : received === answer.total);
    const isNothingNew = items.length === before && answer.holes.length === 0;
    if (isEnd || isNothingNew) {
      const doubt = doubtOf(items.length, total, answer.total !== undefined);
      const pages = isEnd ? page + 1 : page;
      const isWhole = options.overlap || pages <= 1;
      return { items, holes, total, doubt, isWhole };
    }
    // An item that cannot be told is not asked for a second time.
    const isLastTold = !isHole(answer.holes, received - 1);
    overlapped = options.overlap === true && isLastTold;
    offset = answer.next ?? (overlapped ? received - 1 : received);
  }
  throw new UpstreamError({
    upstream: options.upstream,
    request: options.request,
    kind: 'inconsistent',
    detail: `it has more than ${MAX_PAGES} pages`,
    advice: 'it is read again at the next sync',
  });
}

function doubtOf(
  given: number,
  total: number,
  isCounted: boolean,
): ListDoubt | undefined {
  if (!isCounted || given === total) return undefined;
  return {
    reason: `it counts ${total} items and gives ${given}`,
    missing: Math.max(0, total - given),
  };
}

function union<T>(
  before: T[],
  now: T[],
  keyOf: (item: T) => string | undefined,
): T[] {
  const keys = new Set(now.map(keyOf));
  return [
    ...now,
    ...before.filter(item => {
      const key = keyOf(item);
      return key !== undefined && !keys.has(key);
    }),
  ];
}
