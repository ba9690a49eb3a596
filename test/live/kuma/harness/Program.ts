import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const STOP_GRACE_MS = 5_000;

// Starts the program, and ends it with all its children when our end of the
// standard input closes: a test run that is killed leaves nothing behind.
// (Jest hands tests a `process` that hears no signals.)
const WATCHED =
  'trap : TERM; { trap : TERM; "$0" "$@" </dev/null; kill -KILL 0; } & ' +
  '(trap "" TERM; cat >/dev/null); kill -KILL 0';

/** A program that we started, with everything it started itself. */
export class Program {
  /**
   * Starts a program as the leader of a process group of its own: kuma-dp
   * starts Envoy, and both must end together.
   */
  static start(options: {
    name: string;
    command: string;
    args: string[];
    environment: Record<string, string>;
    logFile: string;
  }): Program {
    const log = openSync(options.logFile, 'a');
    const child = spawn(
      'sh',
      ['-c', WATCHED, options.command, ...options.args],
      {
        detached: true,
        stdio: ['pipe', log, log],
        env: { PATH: process.env.PATH, ...options.environment },
      },
    );
    closeSync(log);
    return new Program(options.name, child, options.logFile);
  }

  private readonly exited: Promise<unknown>;
  private isRunning = true;

  private constructor(
    private readonly name: string,
    private readonly child: ChildProcess,
    private readonly logFile: string,
  ) {
    this.exited = once(child, 'exit').then(() => {
      this.isRunning = false;
    });
  }

  /** Throws with the end of the program's log when it is no longer running. */
  assertRunning(): void {
    if (!this.isRunning) {
      const log = readFileSync(this.logFile, 'utf8').slice(-2_000);
      throw new Error(`${this.name} ended: ${log}`);
    }
  }

  /** Asks the program to end, and ends it when it does not. */
  async stop(): Promise<void> {
    this.signal('SIGTERM');
    await Promise.race([
      this.exited,
      sleep(STOP_GRACE_MS, undefined, { ref: false }),
    ]);
    this.signal('SIGKILL');
    await this.exited;
  }

  private signal(signal: NodeJS.Signals): void {
    if (this.isRunning) {
      process.kill(-this.child.pid!, signal);
    }
  }
}
