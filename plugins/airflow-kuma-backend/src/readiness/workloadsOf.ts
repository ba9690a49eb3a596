import {
  backendsYaml,
  DestinationServicePort,
  MeshSnapshot,
  ReachNeeds,
  ReadinessWorkload,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import memoize from 'lodash/memoize';
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
  const keyOf = memoize(
    (proxy: string) => `${nameOf(proxy)}\n${judge.wayOutClass([proxy])}`,
  );
  const needs = new Map<string, Need>();
  for (const { after, destination, proxies, owner } of calls) {
    const isClosed = after.caller?.state === 'closed';
    if (!isClosed || !destination || destination.kind === 'ServiceTag')
      continue;
    for (const proxy of proxies) {
      const key = keyOf(proxy);
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
  if (needs.size === 0) return found;
  const byProxy = new Map(
    [...needs.values()].map(need => [[...need.proxies][0], need]),
  );
  const lists = new ReachNeeds(snapshot).of(
    [...byProxy].map(([dataplane, { destinations }]) => ({
      dataplane,
      destinations: [...destinations.values()],
    })),
  );
  for (const list of lists) {
    if (list.added.length + list.without.length === 0) continue;
    const { proxies, callers } = byProxy.get(list.dataplane)!;
    const owner = owners.get(list.dataplane) ?? callers[0];
    const workloads = found.get(owner) ?? [];
    workloads.push({
      ...list,
      name: nameOf(list.dataplane),
      proxies: proxies.size,
      yaml: backendsYaml(list.place, [...list.kept, ...list.added]),
    });
    found.set(owner, workloads);
  }
  return found;
}
