import { ListPage } from './readPages';
import { isUpstreamError, UpstreamErrorKind } from './UpstreamError';

/** An item of a list that the upstream cannot tell, by its place from 0 on. */
export type Hole = { at: number; reason: string };

/** A page with the places that it could not tell. */
export type PageAround<T> = ListPage<T> & { holes: Hole[] };

/** Asks for some items of a list; `isProbe` where a failure is expected. */
export type AskFor<T> = (
  range: { offset: number; size: number },
  isProbe: boolean,
) => Promise<ListPage<T>>;

/** Failures that one item can cause for the whole page that it is on. */
const OF_CONTENT: UpstreamErrorKind[] = [
  'server-error',
  'not-json',
  'unexpected-shape',
];

/**
 * When this many items in a row cannot be told before any was, the list is
 * what fails, and halving it to its end would ask for every item.
 */
const GIVE_UP_AFTER = 3;
/** Items that one page may lack; more is no list to rely on. */
const MAX_HOLES = 20;

/** How many places of the list a page stands for. */
export function spanOf({ items, holes }: PageAround<unknown>): number {
  return items.length + holes.length;
}

function joined<T>(parts: PageAround<T>[]): PageAround<T> {
  const told = parts.filter(({ total }) => total !== undefined);
  const { total, next } = told[told.length - 1] ?? {};
  return {
    items: parts.flatMap(({ items }) => items),
    holes: parts.flatMap(({ holes }) => holes),
    ...(total !== undefined && { total }),
    ...(next !== undefined && { next }),
  };
}

class Reading<T> {
  #told = 0;
  #holes = 0;

  constructor(private readonly ask: AskFor<T>) {}

  async page(
    range: { offset: number; size: number },
    isProbe: boolean,
  ): Promise<PageAround<T>> {
    try {
      const page = await this.ask(range, isProbe);
      this.#told += page.items.length;
      return { ...page, holes: [] };
    } catch (error) {
      if (!isUpstreamError(error, ...OF_CONTENT)) throw error;
      return this.#halves(range, error);
    }
  }

  async #halves(
    { offset, size }: { offset: number; size: number },
    error: Error,
  ): Promise<PageAround<T>> {
    if (size === 1) {
      this.#holes += 1;
      const isHopeless = this.#told === 0 && this.#holes >= GIVE_UP_AFTER;
      if (isHopeless || this.#holes > MAX_HOLES) throw error;
      return { items: [], holes: [{ at: offset, reason: error.message }] };
    }
    const half = Math.ceil(size / 2);
    const left = await this.page({ offset, size: half }, true);
    // Shorter than asked: the list ends there.
    if (spanOf(left) < half) return left;
    const right = await this.page(
      { offset: offset + half, size: size - half },
      true,
    );
    return joined([left, right]);
  }
}

/**
 * Reads a page around the items that make it fail: one that the upstream
 * cannot serialise, or that is larger than an answer may be, fails every page
 * that it is on. The page is halved down to such an item, and known ones are
 * left out at once until they are due for another look.
 *
 * @throws UpstreamError the first one, where the list as a whole fails
 */
export async function readAround<T>(
  ask: AskFor<T>,
  range: { offset: number; size: number },
  known: Hole[] = [],
): Promise<PageAround<T>> {
  const reading = new Reading(ask);
  const inside = known
    .filter(({ at }) => at >= range.offset && at < range.offset + range.size)
    .sort((left, right) => left.at - right.at);
  if (inside.length === 0) return reading.page(range, false);
  const parts: PageAround<T>[] = [];
  let offset = range.offset;
  for (const hole of [...inside, undefined]) {
    const end = hole?.at ?? range.offset + range.size;
    if (end > offset) {
      const part = await reading.page({ offset, size: end - offset }, true);
      parts.push(part);
      if (spanOf(part) < end - offset) return joined(parts);
    }
    if (!hole) break;
    parts.push({ items: [], holes: [hole] });
    offset = hole.at + 1;
  }
  return joined(parts);
}
