import { once } from 'node:events';
import knexFactory, { Knex } from 'knex';
import { createRequest } from '../requests/createRequest';
import { decideRequest } from '../requests/decideRequest';
import { revokeRequest } from '../requests/endRequest';
import { AccessWorld, ANN, BEN } from './AccessWorld';
import { FolderControlPlane } from './FolderControlPlane';

/** What a killed backend is told. */
export type Life = {
  database: Knex.Config;
  /** Folder of its control plane. */
  mesh: string;
  /** The step at which it kills itself; 0 for never. */
  killAt: number;
};

/**
 * A backend that takes one grant through its whole life, and kills itself at
 * one of its steps. A step is a statement that writes, or a write to the
 * control plane, before and after. It tells how many there were.
 */
async function live({ database, mesh, killAt }: Life): Promise<number> {
  let steps = 0;
  const step = () => {
    steps += 1;
    if (steps === killAt) process.kill(process.pid, 'SIGKILL');
  };
  const knex = knexFactory(database);
  const controlPlane = new FolderControlPlane(mesh);
  const world = new AccessWorld(knex, {}, controlPlane);
  controlPlane.beforeWrite = step;
  controlPlane.afterWrite = step;
  knex.on('query', ({ sql }: { sql: string }) => {
    if (/^(insert|update|delete|commit)/i.test(sql)) step();
  });

  const { id } = await createRequest(
    world.context,
    world.caller(ANN),
    world.input(),
  );
  await decideRequest(world.context, world.caller(BEN), id, 'approve', {
    rationale: 'Yes',
  });
  await world.settle(3);
  await revokeRequest(world.context, world.caller(BEN), id, {
    rationale: 'Done',
  });
  await world.settle(3);
  await knex.destroy();
  return steps;
}

/** Waits, warm, until its parent says what to do. */
async function main(): Promise<void> {
  process.send!({ ready: true });
  const [life] = (await once(process, 'message')) as [Life];
  const steps = await live(life);
  process.send!({ steps }, () => process.exit());
}

main().catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exit(1);
});
