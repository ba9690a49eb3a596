import { Hole } from './readAround';

const FIRST_PAUSE = 60_000;
const LONGEST_PAUSE = 3_600_000;

type Known = Hole & { pause: number; again: number };

/**
 * Remembers the items of lists that could not be told, so that each costs one
 * request a read and not a search, and is looked at again after pauses that
 * grow from a minute to an hour.
 */
export class ListHoles {
  readonly #byList = new Map<string, Known[]>();

  constructor(private readonly now: () => number = Date.now) {}

  /** Those that are not worth another look yet. */
  waiting(list: string): Hole[] {
    const now = this.now();
    return (this.#byList.get(list) ?? []).filter(({ again }) => again > now);
  }

  /** What a reading of the whole list found. */
  note(list: string, holes: Hole[]): void {
    if (holes.length === 0) {
      this.#byList.delete(list);
      return;
    }
    const now = this.now();
    const before = this.#byList.get(list) ?? [];
    this.#byList.set(
      list,
      holes.map((hole): Known => {
        const known = before.find(({ at }) => at === hole.at);
        if (known && known.again > now) return known;
        const pause = known
          ? Math.min(known.pause * 2, LONGEST_PAUSE)
          : FIRST_PAUSE;
        return { ...hole, pause, again: now + pause };
      }),
    );
  }
}
