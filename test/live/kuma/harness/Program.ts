import { ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';

const STOP_GRACE_MS = 5_000;

const running = new Set<Program>();

// A test run that dies must not leave control planes and Envoys behind.
process.once('exit', () => {
  for (const program of running) {
    program.signal('SIGKILL');
  }
});

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
    const child = spawn(options.command, options.args, {
      detached: true,
      stdio: ['ignore', log, log],
      env: { PATH: process.env.PATH, ...options.environment },
    });
    closeSync(log);
    return new Program(options.name, child, options.logFile);
  }

  private constructor(
    private readonly name: string,
    private readonly child: ChildProcess,
    private readonly logFile: string,
  ) {
    running.add(this);
    // An executable that cannot be started shows in assertRunning.
    child.on('error', () => running.delete(this));
    child.on('exit', () => running.delete(this));
  }

  /** Throws with the end of the program's log when it is no longer running. */
  assertRunning(): void {
    if (!running.has(this)) {
      const log = readFileSync(this.logFile, 'utf8').slice(-2_000);
      throw new Error(`${this.name} ended (${this.child.exitCode}): ${log}`);
    }
  }

  signal(signal: NodeJS.Signals): void {
    if (this.child.pid !== undefined) {
      try {
        process.kill(-this.child.pid, signal);
      } catch {
        // The group is gone already.
      }
    }
  }

  /** Asks the program to end, and ends it when it does not. */
  async stop(): Promise<void> {
    if (!running.has(this)) {
      return;
    }
    const exited = once(this.child, 'exit');
    this.signal('SIGTERM');
    await Promise.race([
      exited,
      sleep(STOP_GRACE_MS, undefined, { ref: false }),
    ]);
    this.signal('SIGKILL');
    await exited;
  }
}
