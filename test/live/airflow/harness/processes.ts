import { ChildProcess, execFile, spawn } from 'node:child_process';
import { createWriteStream, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** A server that a suite started; its output is in `logFile`. */
export type Running = { child: ChildProcess; logFile: string };

export function start(
  command: string,
  args: string[],
  env: Record<string, string>,
  logFile: string,
): Running {
  const child = spawn(command, args, {
    env: { ...process.env, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true, // its own group, so that stopping takes its children along
  });
  const log = createWriteStream(logFile, { flags: 'a' });
  child.stdout!.pipe(log, { end: false });
  child.stderr!.pipe(log, { end: false });
  return { child, logFile };
}

export async function stop(running: Running): Promise<void> {
  const { child } = running;
  if (child.exitCode !== null || child.signalCode !== null) return;
  const ended = new Promise<void>(resolve =>
    child.once('exit', () => resolve()),
  );
  signal(child, 'SIGTERM');
  await Promise.race([ended, sleep(20_000)]);
  signal(child, 'SIGKILL'); // whatever is left of the group
  await ended;
}

function signal(child: ChildProcess, name: NodeJS.Signals) {
  try {
    process.kill(-child.pid!, name);
  } catch {
    // already gone
  }
}

/** Runs one command to its end; fails with what it printed. */
export async function runOnce(
  command: string,
  args: string[],
  env: Record<string, string>,
): Promise<void> {
  await run(command, args, {
    env: { ...process.env, ...env },
    maxBuffer: 64 * 1024 * 1024,
  });
}

/** Waits until `probe` gives something, or fails with the end of the log. */
export async function waitFor<T>(
  what: string,
  probe: () => Promise<T | undefined>,
  options: { seconds: number; running?: Running },
): Promise<T> {
  const end = Date.now() + options.seconds * 1000;
  let lastError: unknown;
  while (Date.now() < end) {
    const child = options.running?.child;
    if (child && child.exitCode !== null) break;
    try {
      const found = await probe();
      if (found !== undefined) return found;
    } catch (error) {
      lastError = error;
    }
    await sleep(500);
  }
  const log = options.running
    ? readFileSync(options.running.logFile, 'utf8').slice(-4000)
    : '';
  throw new Error(
    `${what}: not within ${options.seconds} s (${
      lastError ?? 'nothing yet'
    })\n${log}`,
  );
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        typeof address === 'object' && address
          ? resolve(address.port)
          : reject(new Error('no port')),
      );
    });
  });
}
