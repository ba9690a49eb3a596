import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import knexFactory, { Knex } from 'knex';
import { AccessWorld } from '../__testUtils__/AccessWorld';
import { migrations } from '../__testUtils__/databases';
import { FileControlPlane } from '../__testUtils__/FileControlPlane';

const SCRIPT = resolve(__dirname, '../__testUtils__/killedBackend.ts');
const TRANSFORM = require.resolve('@backstage/cli/config/nodeTransform.cjs');
/** Every n-th step is tried; 1 for all of them. */
const STRIDE = Number(process.env.KILL_STRIDE ?? 12);
const AT_ONCE = 2;

// One process for each step, on a machine that may be busy.
jest.setTimeout(3_600_000 / STRIDE);

/** Runs a backend that kills itself at this step. */
function run(config: Knex.Config, file: string, killAt: number) {
  return new Promise<{ killed: boolean; steps: number; errors: string }>(
    done => {
      execFile(
        process.execPath,
        ['-r', TRANSFORM, SCRIPT, JSON.stringify(config), file, String(killAt)],
        { env: { ...process.env, NODE_ENV: 'test' } },
        (error, stdout, stderr) =>
          done({
            killed: error?.signal === 'SIGKILL',
            steps: Number(stdout),
            errors: stderr,
          }),
      );
    },
  );
}

describe('a backend that is killed at any step', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'killed-'));
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  async function prepared(name: string) {
    const config: Knex.Config = {
      client: 'better-sqlite3',
      connection: { filename: join(folder, `${name}.sqlite`) },
      useNullAsDefault: true,
    };
    const knex = knexFactory(config);
    await knex.migrate.latest({ directory: migrations });
    return { config, knex, file: join(folder, `${name}.json`) };
  }

  /** What must hold after a restart, its first reconcile, and one read of the mesh. */
  async function check(knex: Knex, file: string, step: number) {
    const world = new AccessWorld(knex, {}, new FileControlPlane(file));
    world.time += 3600_000;
    world.sync();
    // The lease of the dead is over.
    await knex('access_leases').delete();
    await world.reconciler.pass();
    world.sync();
    await world.reconciler.pass();
    const records = await world.context.store.all({});
    const [record] = records;
    const ours = world.controlPlane.ours();
    const told = {
      step,
      state: record?.state,
      policies: ours.length,
      allowed: world.allows('orders', 'payments'),
    };
    const granted = record?.state === 'active';
    expect(told).toEqual({
      step,
      state: record?.state,
      policies: granted ? 1 : 0,
      allowed: granted,
    });
    expect([undefined, 'pending', 'active', 'removed']).toContain(
      record?.state,
    );
    // Each step is told once, and the chain is whole.
    const actions = record ? await world.actions(record.id) : [];
    const once = actions.filter(
      action =>
        action.startsWith('access.grant.') ||
        action.startsWith('access.request.'),
    );
    expect(new Set(once).size).toBe(once.length);
    const trail = await world.context.audit.list({}, { offset: 0, limit: 100 });
    expect((await world.context.audit.head()).sequence).toBe(trail.total);
  }

  it('leaves no permission without a grant, no grant believed active that is not, never two', async () => {
    const whole = await prepared('whole');
    const { steps, errors } = await run(whole.config, whole.file, 0);
    await whole.knex.destroy();
    expect(errors).toBe('');
    expect(steps).toBeGreaterThan(30);

    const queue = Array.from(
      { length: Math.ceil(steps / STRIDE) },
      (_, index) => 1 + index * STRIDE,
    );
    const tried = queue.length;
    let killed = 0;
    await Promise.all(
      Array.from({ length: AT_ONCE }, async () => {
        for (
          let step = queue.shift();
          step !== undefined;
          step = queue.shift()
        ) {
          const { config, knex, file } = await prepared(`step-${step}`);
          const outcome = await run(config, file, step);
          if (outcome.killed) killed += 1;
          await check(knex, file, step);
          await knex.destroy();
        }
      }),
    );
    expect(killed).toBe(tried);
  });
});
