import { createRequest } from '../requests/createRequest';
import { decideRequest } from '../requests/decideRequest';
import { AccessWorld, ANN, BEN } from './AccessWorld';

/** Asks for payments, as a DAG of the world. */
export function ask(
  world: AccessWorld,
  user = ANN,
  more: object = {},
  dag = 'orders',
) {
  return createRequest(
    world.context,
    world.caller(user),
    world.input(dag, 'payments', more),
  );
}

export function approve(
  world: AccessWorld,
  user: string,
  id: string,
  more: object = {},
) {
  return decideRequest(world.context, world.caller(user), id, 'approve', {
    rationale: 'Agreed',
    ...more,
  });
}

/** Asks, approves and settles. */
export async function granted(
  world: AccessWorld,
  more: object = {},
): Promise<string> {
  const { id } = await ask(world, ANN, more);
  await approve(world, BEN, id);
  await world.settle(3);
  return id;
}
