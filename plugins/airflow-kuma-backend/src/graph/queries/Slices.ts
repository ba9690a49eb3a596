import { setTimeout } from 'timers/promises';

/** Works this long, then leaves the process to others: nobody waits for this. */
const SLICE_MS = 5;
const PAUSE_MS = 15;

/** Lets long work give way to other work, and end when it should. */
export class Slices {
  readonly #limit: number;
  readonly #signal: AbortSignal | undefined;
  #spent = 0;
  #since = performance.now();

  constructor(limit: number, signal?: AbortSignal) {
    this.#limit = limit;
    this.#signal = signal;
  }

  /** `false` once more was asked for than is worth it, or nobody wants it any more. */
  async spend(units: number): Promise<boolean> {
    this.#spent += units;
    if (this.#spent > this.#limit || this.#signal?.aborted) return false;
    if (performance.now() - this.#since > SLICE_MS) await this.pause();
    return true;
  }

  async pause(): Promise<void> {
    await setTimeout(PAUSE_MS, undefined, { ref: false });
    this.#since = performance.now();
  }
}
