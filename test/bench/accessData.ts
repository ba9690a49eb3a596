import { Knex } from 'knex';
import { AccessWorld } from '../../plugins/airflow-kuma-backend/src/access/__testUtils__/AccessWorld';
import {
  dag,
  runsAs,
  service,
} from '../../plugins/airflow-kuma-backend/src/graph/__testUtils__/facts';
import {
  dataplane,
  meshService,
  meshSnapshot,
} from '../../plugins/airflow-kuma-backend/src/graph/__testUtils__/resources';

const names = (prefix: string, count: number) =>
  Array.from({ length: count }, (_, index) => `${prefix}-${index}`);

/** Sources, each under an identity of its own. */
export const BENCH_DAGS = names('dag', 100);
/** Destinations, all of one owner. */
export const BENCH_SERVICES = names('service', 20);

/** A mesh of 120 proxies, with people who may approve. */
export function accessWorld(database: Knex, approvers: string[]): AccessWorld {
  const world = new AccessWorld(
    database,
    {},
    meshSnapshot({
      dataplanes: [...BENCH_DAGS, ...BENCH_SERVICES].map(dataplane),
      meshServices: BENCH_SERVICES.map(meshService),
    }),
  );
  world.inventory.dagFacts = BENCH_DAGS.map(id => dag(id));
  // Known beforehand: how identities are found is not what is measured.
  for (const { ref, dagId } of world.inventory.dagFacts) {
    world.identities[ref] = runsAs(dagId);
  }
  world.inventory.serviceFacts = BENCH_SERVICES.map(name => service(name));
  world.context.people = {
    ...world.context.people,
    membersOf: async ref => (ref.startsWith('user:') ? [ref] : approvers),
  };
  const caller = world.caller.bind(world);
  world.caller = user => ({
    ...caller(user),
    ownershipRefs: [
      user,
      ...(approvers.includes(user) ? ['group:default/platform'] : []),
    ],
  });
  return world;
}
