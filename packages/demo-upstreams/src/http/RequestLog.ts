/**
 * One request that a stand-in received.
 * @public
 */
export type LoggedRequest = { method: string; path: string };

const limit = 200_000;

/**
 * What was asked, in order, so that tests can count requests.
 * @public
 */
export class RequestLog {
  #entries: LoggedRequest[] = [];

  add(entry: LoggedRequest): void {
    // A demo runs for days; only the newest entries are of use.
    if (this.#entries.length >= limit) {
      this.#entries = this.#entries.slice(limit / 2);
    }
    this.#entries.push(entry);
  }

  /** All requests, or those whose `METHOD path` matches. */
  list(pattern?: RegExp): LoggedRequest[] {
    if (!pattern) return [...this.#entries];
    return this.#entries.filter(({ method, path }) =>
      pattern.test(`${method} ${path}`),
    );
  }

  count(pattern?: RegExp): number {
    return this.list(pattern).length;
  }

  clear(): void {
    this.#entries = [];
  }
}
