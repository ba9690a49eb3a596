import { ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { delimiter, resolve } from 'node:path';
import { build } from 'esbuild';
import type { Life } from './killedBackend';

const SCRIPT = resolve(__dirname, 'killedBackend.ts');
/** Started ahead: loading a backend takes longer than its life. */
const AHEAD = 2;

/** What became of one life. */
export type Death = { killed: boolean; steps: number; errors: string };

/**
 * Processes that each live one life and are killed in it. Compiled once into
 * one file, because most of what such a process does is to start.
 */
export class KilledBackends {
  private readonly waiting: Promise<ChildProcess>[] = [];

  private constructor(private readonly script: string) {}

  static async create(folder: string): Promise<KilledBackends> {
    const script = resolve(folder, 'killedBackend.cjs');
    await build({
      entryPoints: [SCRIPT],
      outfile: script,
      bundle: true,
      platform: 'node',
      // Knex finds its drivers by name at run time.
      external: ['knex', 'better-sqlite3', 'pg'],
      logLevel: 'error',
    });
    return new KilledBackends(script);
  }

  async run(life: Life): Promise<Death> {
    while (this.waiting.length <= AHEAD) this.waiting.push(this.start());
    const child = await this.waiting.shift()!;
    let errors = '';
    let steps = 0;
    child.stderr!.on('data', chunk => {
      errors += chunk;
    });
    child.on('message', (message: { steps?: number }) => {
      steps = message.steps ?? 0;
    });
    child.send(life);
    const [, signal] = await once(child, 'close');
    return { killed: signal === 'SIGKILL', steps, errors };
  }

  async stop(): Promise<void> {
    for (const child of await Promise.all(this.waiting)) child.kill('SIGKILL');
  }

  private async start(): Promise<ChildProcess> {
    const child = fork(this.script, {
      stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
      execArgv: [],
      env: {
        ...process.env,
        NODE_PATH: (require.resolve.paths('knex') ?? []).join(delimiter),
      },
    });
    await Promise.race([
      once(child, 'message'),
      once(child, 'close').then(() => {
        throw new Error('A backend did not start');
      }),
    ]);
    return child;
  }
}
