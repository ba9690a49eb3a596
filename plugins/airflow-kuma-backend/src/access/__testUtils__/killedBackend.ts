import knexFactory from 'knex';
import { createRequest } from '../requests/createRequest';
import { decideRequest } from '../requests/decideRequest';
import { revokeRequest } from '../requests/endRequest';
import { AccessWorld, ANN, BEN } from './AccessWorld';
import { FileControlPlane } from './FileControlPlane';

/**
 * A backend that takes one grant through its whole life, and kills itself at
 * one of its steps: `node killedBackend.ts <knex config> <control plane file>
 * <step>`. A step is a statement that writes, or a write to the control plane,
 * before and after. With step 0 it lives and prints how many there were.
 */
async function main([config, file, killAt]: string[]): Promise<void> {
  let steps = 0;
  const step = () => {
    steps += 1;
    if (steps === Number(killAt)) process.kill(process.pid, 'SIGKILL');
  };
  const knex = knexFactory(JSON.parse(config));
  const controlPlane = new FileControlPlane(file);
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
  process.stdout.write(`${steps}\n`);
  await knex.destroy();
}

main(process.argv.slice(2)).catch(error => {
  process.stderr.write(`${error.stack}\n`);
  process.exitCode = 1;
});
