import { setTimeout } from 'timers/promises';

/** How long to work before the process is left to others, and for how long. */
type Pace = { sliceMilliseconds: number; pauseMilliseconds: number };

/** Nobody waits for this. */
const BESIDE_OTHER_WORK: Pace = { sliceMilliseconds: 5, pauseMilliseconds: 15 };

/** Lets long work give way to other work, and end when it should. */
export class Slices {
  readonly #limit: number;
  readonly #signal: AbortSignal | undefined;
  readonly #pace: Pace;
  #spent = 0;
  #since = performance.now();

  constructor(
    limit: number,
    options: Partial<Pace> & { signal?: AbortSignal } = {},
  ) {
    const { signal, ...pace } = options;
    this.#limit = limit;
    this.#signal = signal;
    this.#pace = { ...BESIDE_OTHER_WORK, ...pace };
  }

  /** `false` once more was asked for than is worth it, or nobody wants it any more. */
  async spend(units: number): Promise<boolean> {
    this.#spent += units;
    if (this.#spent > this.#limit || this.#signal?.aborted) return false;
    if (performance.now() - this.#since > this.#pace.sliceMilliseconds) {
      await this.pause();
    }
    return true;
  }

  async pause(): Promise<void> {
    await setTimeout(this.#pace.pauseMilliseconds, undefined, { ref: false });
    this.#since = performance.now();
  }
}
