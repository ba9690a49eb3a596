import {
  DestinationServicePort,
  MeshSnapshot,
  reachNeed,
  ReadinessWorkload,
  reachYaml,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { MeshJudge } from '../graph/facts/GraphFacts';
import { ServiceFact } from '../sync/InventoryReader';
import { JudgedCall } from './judgeCalls';

const WORKLOAD = 'kuma.io/workload';

type Need = {
  proxies: Set<string>;
  destinations: Map<string, Pick<DestinationServicePort, 'kind' | 'name'>>;
  /** Of the DAGs that call, where nobody owns the workload. */
  callers: string[];
};

/**
 * What each workload has to list, by owner: one list for proxies that list the
 * same today, with all that any of the calls needs. A call that lacks a
 * permission besides needs its reference, too.
 */
export function workloadsOf(
  calls: JudgedCall[],
  snapshot: MeshSnapshot,
  judge: Pick<MeshJudge, 'wayOutClass'>,
  services: ServiceFact[],
): Map<string, ReadinessWorkload[]> {
  const labels = new Map(
    snapshot.dataplanes.map(proxy => [proxy.name, proxy.labels]),
  );
  const nameOf = (proxy: string) => labels.get(proxy)?.[WORKLOAD] ?? proxy;
  const needs = new Map<string, Need>();
  for (const { after, destination, proxies, owner } of calls) {
    const isClosed = after.caller?.state === 'closed';
    if (!isClosed || !destination || destination.kind === 'ServiceTag')
      continue;
    for (const proxy of proxies) {
      const key = `${nameOf(proxy)}\n${judge.wayOutClass([proxy])}`;
      const need: Need = needs.get(key) ?? {
        proxies: new Set(),
        destinations: new Map(),
        callers: [],
      };
      needs.set(key, need);
      need.proxies.add(proxy);
      need.callers.push(owner);
      need.destinations.set(
        `${destination.kind} ${destination.name}`,
        destination,
      );
    }
  }
  const owners = new Map(
    services.flatMap(({ dataplanes, owner }) =>
      dataplanes.map(proxy => [proxy, owner] as const),
    ),
  );
  const found = new Map<string, ReadinessWorkload[]>();
  for (const { proxies, destinations, callers } of needs.values()) {
    const [proxy] = proxies;
    const need = reachNeed(snapshot, proxy, [...destinations.values()]);
    if (!need || need.added.length + need.without.length === 0) continue;
    const owner = owners.get(proxy) ?? callers[0];
    const workloads = found.get(owner) ?? [];
    workloads.push({
      ...need,
      name: nameOf(proxy),
      proxies: proxies.size,
      yaml: reachYaml(need),
    });
    found.set(owner, workloads);
  }
  return found;
}
