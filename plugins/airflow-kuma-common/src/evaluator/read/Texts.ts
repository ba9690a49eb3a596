/**
 * Labels or tags: texts by key, in place, as a mesh has thousands of them and
 * most are never asked for. Keys that an object inherits are not there, values
 * that are no texts are not either.
 */
export class Texts implements Iterable<[string, string]> {
  static readonly none = new Texts({});

  constructor(private readonly record: Record<string, unknown>) {}

  get(key: string): string | undefined {
    const value = Object.hasOwn(this.record, key)
      ? this.record[key]
      : undefined;
    return typeof value === 'string' ? value : undefined;
  }

  has(key: string): boolean {
    return this.get(key) !== undefined;
  }

  get size(): number {
    return this.values().length;
  }

  values(): string[] {
    return Object.values(this.record).filter(
      (value): value is string => typeof value === 'string',
    );
  }

  *[Symbol.iterator](): Iterator<[string, string]> {
    for (const key of Object.keys(this.record)) {
      const value = this.record[key];
      if (typeof value === 'string') yield [key, value];
    }
  }
}
