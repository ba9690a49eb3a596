import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import knexFactory, { Knex } from 'knex';
import { AccessWorld } from '../__testUtils__/AccessWorld';
import { migrations } from '../__testUtils__/databases';
import { FolderControlPlane } from '../__testUtils__/FolderControlPlane';
import { KilledBackends } from '../__testUtils__/KilledBackends';
import { PostgresCopies } from '../__testUtils__/PostgresCopies';

/** Every n-th step is tried. */
const STRIDE = Number(process.env.KILL_STRIDE ?? 1);
const AT_ONCE = 2;

// A process for each step, on a machine that may be busy.
jest.setTimeout(600_000);

/** Databases that are alike: one for each life. */
type Databases = {
  create(name: string): Promise<Knex.Config>;
  stop(): Promise<void>;
};

async function sqliteCopies(folder: string): Promise<Databases> {
  const configOf = (name: string): Knex.Config => ({
    client: 'better-sqlite3',
    connection: { filename: join(folder, `${name}.sqlite`) },
    useNullAsDefault: true,
  });
  const knex = knexFactory(configOf('template'));
  await knex.migrate.latest({ directory: migrations });
  await knex.destroy();
  return {
    create: async name => {
      copyFileSync(
        join(folder, 'template.sqlite'),
        join(folder, `${name}.sqlite`),
      );
      return configOf(name);
    },
    stop: async () => {},
  };
}

/** What must hold of what a killed backend left, once another has looked. */
async function check(world: AccessWorld, step: number): Promise<void> {
  const { context } = world;
  const [record, ...others] = await context.store.all({});
  expect(others).toEqual([]);
  const granted = record?.state === 'active';
  expect({
    step,
    state: record?.state,
    policies: world.controlPlane.ours().length,
    allowed: world.allows('orders', 'payments'),
  }).toEqual({
    step,
    state: record?.state,
    policies: granted ? 1 : 0,
    allowed: granted,
  });
  expect([undefined, 'pending', 'active', 'revoked']).toContain(record?.state);
  // Each step is told once, and the chain is whole.
  const actions = record ? await world.actions(record.id) : [];
  const once = actions.filter(
    action =>
      action.startsWith('access.grant.') ||
      action.startsWith('access.request.'),
  );
  expect([step, new Set(once).size]).toEqual([step, once.length]);
  const trail = await context.audit.list({}, { offset: 0, limit: 100 });
  expect((await context.audit.head()).sequence).toBe(trail.total);
}

/** It starts again: one reconcile, one read of the mesh, one reconcile. */
async function restart(knex: Knex, mesh: string, step: number): Promise<void> {
  const world = new AccessWorld(knex, {}, new FolderControlPlane(mesh));
  world.time += 3600_000;
  world.sync();
  // The lease of the dead is over.
  await knex('access_leases').delete();
  await world.reconciler.pass();
  world.sync();
  await world.reconciler.pass();
  await check(world, step);
}

/** Another replica, that looks after the mesh all the while. */
function startReplica(knex: Knex, mesh: string) {
  const world = new AccessWorld(knex, {}, new FolderControlPlane(mesh));
  let isOver = false;
  const done = (async () => {
    while (!isOver) {
      world.sync();
      await world.reconciler.pass();
      // The one that will be killed does its share.
      await new Promise(resolve => setTimeout(resolve, 20));
    }
  })();
  return {
    world,
    stop: async () => {
      isOver = true;
      await done;
    },
  };
}

/** It goes on: until the lease of the dead is over, then as after a restart. */
async function takeOver(
  { world, stop }: ReturnType<typeof startReplica>,
  knex: Knex,
  step: number,
): Promise<void> {
  await stop();
  for (;;) {
    const lease = await knex('access_leases').first();
    if (!lease || Number(lease.until) < Date.now()) break;
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  world.sync();
  await world.reconciler.pass();
  world.sync();
  await world.reconciler.pass();
  await check(world, step);
}

type Survivor = (knex: Knex, mesh: string) => (step: number) => Promise<void>;
const restarted: Survivor = (knex, mesh) => step => restart(knex, mesh, step);
const replaced: Survivor = (knex, mesh) => {
  const replica = startReplica(knex, mesh);
  return step => takeOver(replica, knex, step);
};

/**
 * SQLite always; PostgreSQL where one was brought. The share of lives that have
 * to end by a kill: leases are renewed by the clock, so that on a busy machine a
 * life can have a step more than the next one; and another replica may do a
 * step first.
 */
const CASES: [
  string,
  (folder: string) => Promise<Databases>,
  Survivor,
  number,
][] = [['and started again on SQLite', sqliteCopies, restarted, 0.9]];
if (PostgresCopies.connection) {
  const create = () => PostgresCopies.create();
  CASES.push(
    ['and started again on PostgreSQL', create, restarted, 0.9],
    ['beside another replica on PostgreSQL', create, replaced, 0.5],
  );
}

describe('a backend that is killed at any step', () => {
  let folder: string;
  let backends: KilledBackends;
  let databaseCount = 0;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'killed-'));
    backends = await KilledBackends.create(folder);
  });
  afterAll(async () => {
    await backends.stop();
    rmSync(folder, { recursive: true });
  });

  /** One life for each step, then what is left of it. */
  async function killAtEach(
    databases: Databases,
    survivor: Survivor,
  ): Promise<{ steps: number; tried: number; killed: number }> {
    const live = async (name: string, killAt: number) => {
      const database = await databases.create(name);
      const mesh = join(folder, `${name}-mesh`);
      const knex = knexFactory(database);
      try {
        const survive = survivor(knex, mesh);
        const death = await backends.run({ database, mesh, killAt });
        await survive(killAt);
        return death;
      } finally {
        await knex.destroy();
      }
    };
    const whole = await live(`whole_${databaseCount++}`, 0);
    const errors = [whole.errors];
    const queue = Array.from(
      { length: Math.ceil(whole.steps / STRIDE) },
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
          const death = await live(`step_${databaseCount++}`, step);
          if (death.killed) killed += 1;
          errors.push(death.errors);
        }
      }),
    );
    // Whoever comes second to another replica goes on: that is no error.
    expect(errors.filter(Boolean)).toEqual([]);
    return { steps: whole.steps, tried, killed };
  }
  it.each(CASES)(
    '%s, leaves no permission without a grant, no grant believed active that is not, never two',
    async (_case, create, survive, share) => {
      const databases = await create(folder);
      try {
        const { steps, tried, killed } = await killAtEach(databases, survive);
        expect(steps).toBeGreaterThan(30);
        expect(killed / tried).toBeGreaterThanOrEqual(share);
      } finally {
        await databases.stop();
      }
    },
  );
});
