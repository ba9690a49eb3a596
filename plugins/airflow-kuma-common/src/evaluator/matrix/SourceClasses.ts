import { compareTexts, MatchModel } from '../policies';
import { hasBit, setBit } from './bitset';

/** A caller's certificate, and how many proxies show it. */
type Source = {
  uriSans: string[];
  joined: string;
  proxies: number;
  class: number;
};

/** Sources that no match tells apart. */
type SourceClass = { members: number; matches: number[] };

type SpiffeMatch = NonNullable<MatchModel['spiffeId']>;

/**
 * Groups identities that no policy tells apart. Each distinct Exact or Prefix
 * splits the classes that it cuts; a prefix is a range of the sorted identities.
 */
export class SourceClasses {
  readonly sources: Source[] = [];
  readonly classes: SourceClass[] = [];
  private readonly byJoined = new Map<string, number>();
  private sorted: number[] = [];
  private readonly matchIds = new Map<string, number>();
  /** Classes of a match, by its id. */
  private readonly classesByMatch: number[][] = [];

  constructor(uriSanLists: Iterable<string[]>) {
    for (const uriSans of uriSanLists) this.count(uriSans);
    this.sorted = [...this.sources.keys()].sort((a, b) =>
      compareTexts(this.sources[a].joined, this.sources[b].joined),
    );
    if (this.sources.length > 0) {
      this.classes.push({ members: this.sources.length, matches: [] });
    }
  }

  /** Index of an identity, `undefined` where no proxy shows it. */
  find(joined: string): number | undefined {
    const index = this.byJoined.get(joined);
    return index !== undefined && this.sources[index].proxies > 0
      ? index
      : undefined;
  }

  /** Classes that a match selects. */
  classesOf(match: number): readonly number[] {
    return this.classesByMatch[match];
  }

  /**
   * The id of a match; a new one may split classes. Returns the splits as pairs
   * of the class before and the class that now holds the matching part.
   */
  ensure(match: SpiffeMatch | undefined): {
    id: number;
    splits: [number, number][];
  } {
    const key = match ? `${match.type} ${match.value}` : '';
    const known = this.matchIds.get(key);
    if (known !== undefined) return { id: known, splits: [] };
    const id = this.classesByMatch.length;
    this.matchIds.set(key, id);
    this.classesByMatch.push([]);
    return { id, splits: this.refine(id, this.matching(match)) };
  }

  /** Counts a proxy that shows an identity; tells a class that is new. */
  add(uriSans: string[]): { added?: number } {
    const before = this.sources.length;
    const index = this.count(uriSans);
    if (index < before) return {};
    const { joined } = this.sources[index];
    this.sorted.splice(this.lowerBound(joined), 0, index);
    const matches = this.matchesOf(joined);
    const key = matches.join();
    const found = this.classes.findIndex(
      ({ matches: own }) => own.join() === key,
    );
    if (found >= 0) {
      this.classes[found].members++;
      this.sources[index].class = found;
      return {};
    }
    const added = this.classes.push({ members: 1, matches }) - 1;
    this.sources[index].class = added;
    for (const match of matches) this.classesByMatch[match].push(added);
    return { added };
  }

  /** Takes back `add`; an identity that nobody shows is found no more. */
  remove(uriSans: string[]) {
    const index = this.byJoined.get(uriSans.join(','));
    if (index !== undefined) this.sources[index].proxies--;
  }

  private count(uriSans: string[]): number {
    const joined = uriSans.join(',');
    let index = this.byJoined.get(joined);
    if (index === undefined) {
      index = this.sources.push({ uriSans, joined, proxies: 0, class: 0 }) - 1;
      this.byJoined.set(joined, index);
    }
    this.sources[index].proxies++;
    return index;
  }

  private matching(match: SpiffeMatch | undefined): number[] {
    if (!match) return this.sorted;
    if (match.type === 'Exact') {
      const index = this.byJoined.get(match.value);
      return index === undefined ? [] : [index];
    }
    const start = this.lowerBound(match.value);
    let end = start;
    while (
      end < this.sorted.length &&
      this.sources[this.sorted[end]].joined.startsWith(match.value)
    ) {
      end++;
    }
    return this.sorted.slice(start, end);
  }

  private lowerBound(text: string): number {
    let low = 0;
    let high = this.sorted.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.sources[this.sorted[middle]].joined < text) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  private refine(match: number, matching: number[]): [number, number][] {
    const inside = new Map<number, number[]>();
    for (const index of matching) {
      const list = inside.get(this.sources[index].class);
      if (list) list.push(index);
      else inside.set(this.sources[index].class, [index]);
    }
    const splits: [number, number][] = [];
    for (const [old, members] of inside) {
      const oldClass = this.classes[old];
      if (members.length === oldClass.members) {
        oldClass.matches.push(match);
        this.classesByMatch[match].push(old);
        continue;
      }
      const matches = [...oldClass.matches, match];
      const part = this.classes.push({ members: members.length, matches }) - 1;
      oldClass.members -= members.length;
      for (const index of members) this.sources[index].class = part;
      for (const each of matches) this.classesByMatch[each].push(part);
      splits.push([old, part]);
    }
    return splits;
  }

  private matchesOf(joined: string): number[] {
    const ids: number[] = [];
    const keys = ['', `Exact ${joined}`];
    for (let length = 1; length <= joined.length; length++) {
      keys.push(`Prefix ${joined.slice(0, length)}`);
    }
    for (const key of keys) {
      const id = this.matchIds.get(key);
      if (id !== undefined) ids.push(id);
    }
    return ids.sort((a, b) => a - b);
  }
}

/** Copies what sets say of a class to the part that was split off. */
export function copyBit(set: Uint32Array, from: number, to: number) {
  if (hasBit(set, from)) setBit(set, to);
}
