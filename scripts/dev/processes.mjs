import { spawn } from 'node:child_process';
import { createWriteStream, mkdirSync, readFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const running = new Set();

/** Runs a command to its end and gives its exit code. */
export function runToEnd(command, args, options = {}) {
  const { env, cwd, quietUnlessFailed } = options;
  return new Promise(resolve => {
    const child = spawn(command, args, {
      cwd,
      env: { ...process.env, ...env },
      stdio: [
        'ignore',
        quietUnlessFailed ? 'pipe' : 'inherit',
        quietUnlessFailed ? 'pipe' : 'inherit',
      ],
      detached: true,
    });
    running.add(child);
    const output = [];
    child.stdout?.on('data', chunk => output.push(chunk));
    child.stderr?.on('data', chunk => output.push(chunk));
    child.on('error', error => {
      running.delete(child);
      console.error(`dev: ${command}: ${error.message}`);
      resolve(127);
    });
    child.on('close', code => {
      running.delete(child);
      if (code !== 0) process.stderr.write(Buffer.concat(output));
      resolve(code ?? 1);
    });
  });
}

/** Starts a server whose output goes to a log file. */
export function startInBackground(name, command, args, options = {}) {
  const logFile = options.logFile ?? `.cache/dev/${name}.log`;
  mkdirSync(dirname(logFile), { recursive: true });
  const log = createWriteStream(logFile);
  const child = spawn(command, args, {
    cwd: options.cwd,
    env: { ...process.env, ...options.env },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: true,
  });
  running.add(child);
  child.stdout.pipe(log, { end: false });
  child.stderr.pipe(log, { end: false });
  const server = { name, logFile, exitCode: undefined, child };
  child.on('error', error => {
    log.write(`${error.message}\n`);
    server.exitCode = 127;
    running.delete(child);
  });
  child.on('exit', code => {
    server.exitCode = code ?? 1;
    running.delete(child);
  });
  return server;
}

/** Waits until the URL answers with 2xx, or says why it never will. */
export async function waitForUrl(url, servers, timeoutSeconds) {
  const end = Date.now() + timeoutSeconds * 1000;
  while (Date.now() < end) {
    for (const server of servers) {
      if (server.exitCode !== undefined) {
        throw new Error(
          `${server.name} stopped with exit code ${server.exitCode}\n${tail(
            server.logFile,
          )}`,
        );
      }
    }
    try {
      const response = await fetch(url, { signal: AbortSignal.timeout(5000) });
      if (response.ok) return;
    } catch {
      // not yet
    }
    await sleep(300);
  }
  throw new Error(
    `${url} did not answer within ${timeoutSeconds} s\n${servers
      .map(server => tail(server.logFile))
      .join('\n')}`,
  );
}

/** The last lines of a log file. */
export function tail(file, lines = 40) {
  return readFileSync(file, 'utf8').split('\n').slice(-lines).join('\n');
}

/** A free port on loopback. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address();
      server.close(() => resolve(port));
    });
  });
}

/** Whether something else listens on the port already. */
export function isPortTaken(port) {
  return new Promise(resolve => {
    const server = createServer();
    server.once('error', () => resolve(true));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(false)));
  });
}

/** Stops everything this script started, and waits for it. */
export async function stopAll() {
  for (const child of running) signalGroup(child, 'SIGTERM');
  const end = Date.now() + 5000;
  while (running.size > 0 && Date.now() < end) await sleep(50);
  for (const child of running) signalGroup(child, 'SIGKILL');
}

/** Stops one server and its children. */
export async function stop(server) {
  signalGroup(server.child, 'SIGTERM');
  const end = Date.now() + 5000;
  while (server.exitCode === undefined && Date.now() < end) await sleep(50);
  if (server.exitCode === undefined) signalGroup(server.child, 'SIGKILL');
}

function signalGroup(child, signal) {
  try {
    process.kill(-child.pid, signal);
  } catch {
    // already gone
  }
}

let stopping = false;
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) {
  process.on(signal, async () => {
    if (stopping) return;
    stopping = true;
    await stopAll();
    process.exit(signal === 'SIGINT' ? 130 : 143);
  });
}
