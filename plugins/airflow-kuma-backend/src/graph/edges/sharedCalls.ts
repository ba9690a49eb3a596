import {
  DagIdentity,
  identityId,
  identityKey,
  ObservationWindow,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ServiceFact } from '../../sync/InventoryReader';
import { GraphFacts } from '../facts/GraphFacts';
import { Observation } from '../facts/ObservationBook';
import { windowReader } from './windowReader';

/** Calls that were seen from an identity which several DAGs share. */
export type SharedCalls = {
  /** `identityId` of the identity. */
  id: string;
  identity: DagIdentity;
  service: ServiceFact;
  /** Entity refs of the DAGs that share it. */
  sharing: string[];
  window?: ObservationWindow;
  observation: Observation;
  /** ISO time of the last call, where one is known. */
  at?: string;
};

type Pool = { identity: DagIdentity; sharing: string[] };

/** One entry for each shared identity and each service that it was seen calling. */
export function collectSharedCalls(
  facts: Omit<GraphFacts, 'running'>,
): SharedCalls[] {
  const services = new Map(facts.services.map(item => [item.ref, item]));
  const windowOf = windowReader(facts);
  const found: SharedCalls[] = [];
  for (const [key, { identity, sharing }] of sharedPools(facts)) {
    const window = widest(sharing.map(windowOf));
    const seen = facts.observations.servicesSeenFrom(identity, window);
    for (const ref of new Set(seen)) {
      const service = services.get(ref);
      if (!service) continue;
      const question = { identity, service, window };
      const observation = facts.observations.look(question);
      const { outcome, lastDenied, lastSeen } = observation;
      const at = outcome === 'denied' ? lastDenied : lastSeen;
      found.push({
        id: identityId(key),
        ...question,
        sharing,
        observation,
        ...(at && { at }),
      });
    }
  }
  return found;
}

function sharedPools({
  identities,
}: Pick<GraphFacts, 'identities'>): Map<string, Pool> {
  const pools = new Map<string, Pool>();
  for (const [dag, own] of identities) {
    for (const identity of own) {
      // Keys are texts to build: only for those that can be shared.
      const key = identity.sharedBy > 1 ? identityKey(identity) : undefined;
      if (!key) continue;
      const pool = pools.get(key) ?? { identity, sharing: [] };
      pools.set(key, pool);
      if (!pool.sharing.includes(dag)) pool.sharing.push(dag);
    }
  }
  for (const [key, { sharing }] of pools) {
    if (sharing.length < 2) pools.delete(key);
  }
  return pools;
}

/** A call may be of the DAG that runs most seldom. */
function widest(
  windows: (ObservationWindow | undefined)[],
): ObservationWindow | undefined {
  let found: ObservationWindow | undefined;
  for (const window of windows) {
    if (window && (!found || window.start < found.start)) found = window;
  }
  return found;
}
