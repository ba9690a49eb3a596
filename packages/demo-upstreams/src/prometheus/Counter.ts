const day = 86_400;

/**
 * A counter that grows with a daily rhythm while it is on. What it was is
 * computed, so that any range of the past can be asked for.
 */
export class Counter {
  /** Times, in seconds, from which on it is on or off. */
  readonly #changes: { from: number; isOn: boolean }[];

  constructor(
    private readonly rate: number,
    private readonly since: number,
    isOn: boolean,
  ) {
    this.#changes = [{ from: since, isOn }];
  }

  /** Turns it on or off from a time on; nothing happens if it is so already. */
  switch(at: number, isOn: boolean): void {
    if (this.#changes[this.#changes.length - 1].isOn === isOn) return;
    this.#changes.push({ from: at, isOn });
  }

  valueAt(seconds: number): number | undefined {
    if (seconds < this.since) return undefined;
    let value = 0;
    for (const [index, { from, isOn }] of this.#changes.entries()) {
      const until = Math.min(
        this.#changes[index + 1]?.from ?? Infinity,
        seconds,
      );
      if (isOn && until > from) {
        value += this.#integral(until) - this.#integral(from);
      }
    }
    return value;
  }

  /** Calls since ever, at 0.6 of the mean rate at night and 1.4 of it by day. */
  #integral(seconds: number): number {
    const angle = (2 * Math.PI * seconds) / day;
    return (
      this.rate * (seconds - ((0.4 * day) / (2 * Math.PI)) * Math.sin(angle))
    );
  }
}
