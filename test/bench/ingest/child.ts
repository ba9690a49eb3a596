import { ChildProcess, fork } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** A program of the bench in a process of its own, so that memory is its own. */
export class Child {
  readonly #process: ChildProcess;
  #next = 0;

  /** Starts a file of this folder, and waits until it says that it is ready. */
  static async start<T>(
    file: string,
    input: object,
  ): Promise<{ child: Child; ready: T }> {
    const child = new Child(
      fork(file, [], {
        // Logs would drown the figures; errors still show.
        stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
      }),
    );
    const ready = await child.ask<T>('start', input);
    return { child, ready };
  }

  private constructor(process: ChildProcess) {
    this.#process = process;
    this.#process.setMaxListeners(0);
  }

  ask<T>(what: string, input: object = {}): Promise<T> {
    const id = (this.#next += 1);
    return new Promise((resolve, reject) => {
      const fail = (code: number | null) =>
        reject(new Error(`A program of the bench ended early (${code})`));
      const listen = (message: { id: number; result: T; error?: string }) => {
        if (message.id !== id) return;
        this.#process.off('message', listen);
        this.#process.off('exit', fail);
        if (message.error) reject(new Error(message.error));
        else resolve(message.result);
      };
      this.#process.on('message', listen);
      this.#process.once('exit', fail);
      this.#process.send({ id, what, input });
    });
  }

  /** The most memory that it ever had, in MiB. */
  peakMegabytes(): number {
    const status = readFileSync(`/proc/${this.#process.pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+) kB/.exec(status)![1]) / 1024;
  }

  async stop(): Promise<void> {
    const ended = new Promise(resolve => this.#process.once('exit', resolve));
    this.#process.kill('SIGKILL');
    await ended;
  }
}

/** The other side: answers what {@link Child.ask} asks. */
export function serve(
  answers: Record<string, (input: any) => Promise<unknown>>,
): void {
  // A bench that failed must leave nothing behind.
  process.on('disconnect', () => process.exit(0));
  process.on('message', async (message: any) => {
    const { id, what, input } = message;
    try {
      const result = await answers[what](input);
      process.send!({ id, result: result ?? {} });
    } catch (error) {
      process.send!({ id, error: String((error as Error).stack) });
    }
  });
}
