import { LogRecord } from '../otlp/LogRecord';
import { CallBuffer } from './CallBuffer';
import { callOf } from './callOf';
import { CallStore } from './CallStore';

/** Kinds of calls that wait in memory at most; a few MB. */
const BUFFER_ENTRIES = 10_000;

/** What became of the records of one request. */
export type IntakeResult = {
  accepted: number;
  /** Records that say nothing of a call between two identities. */
  ignored: number;
  rejected: number;
  /** Why some were rejected. */
  message?: string;
};

/** Takes in calls from access logs and writes them as aggregates. */
export class CallIntake {
  readonly #store: CallStore;
  readonly #maxRows: number;
  readonly #buffer: CallBuffer;
  readonly #report: (message: string) => void;
  #tableFull = false;
  #writing: Promise<void> | undefined;

  constructor(options: {
    store: CallStore;
    maxRows: number;
    /** Called when the table gets full and when there is room again. */
    report: (message: string) => void;
    bufferEntries?: number;
  }) {
    this.#store = options.store;
    this.#maxRows = options.maxRows;
    this.#report = options.report;
    this.#buffer = new CallBuffer(options.bufferEntries ?? BUFFER_ENTRIES);
  }

  /** Whether nothing more can be taken until the buffer was written. */
  get isBusy(): boolean {
    return this.#buffer.isFull;
  }

  take(controlPlane: string, records: LogRecord[]): IntakeResult {
    const result: IntakeResult = { accepted: 0, ignored: 0, rejected: 0 };
    for (const record of records) {
      const call = callOf(record);
      if (!call) result.ignored += 1;
      else if (this.#buffer.add(controlPlane, call)) result.accepted += 1;
      else result.rejected += 1;
    }
    if (result.rejected) {
      result.message =
        'More different calls arrived than are kept between two writes; send them again later.';
    }
    if (this.#tableFull) {
      result.message = `The limit of airflowKuma.observed.accessLogs.maxRows (${
        this.#maxRows
      }) is reached: calls of kinds that are not stored yet are left out.`;
    }
    return result;
  }

  /** Writes what waits; one write at a time. */
  flush(): Promise<void> {
    this.#writing ??= this.#write().finally(() => {
      this.#writing = undefined;
    });
    return this.#writing;
  }

  async #write() {
    const entries = this.#buffer.drain();
    if (!entries.length) return;
    let refused: number;
    try {
      refused = await this.#store.add(entries, this.#maxRows);
    } catch (error) {
      this.#buffer.restore(entries);
      throw error;
    }
    if (refused > 0 !== this.#tableFull) {
      this.#tableFull = refused > 0;
      this.#report(
        this.#tableFull
          ? `Observed calls reached airflowKuma.observed.accessLogs.maxRows (${
              this.#maxRows
            }): new kinds of calls are left out.`
          : 'There is room for observed calls again.',
      );
    }
  }
}
