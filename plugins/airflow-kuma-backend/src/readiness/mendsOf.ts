import {
  ReadinessCause,
  ReadinessMend,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { JudgedCall } from './judgeCalls';

/**
 * What has to be mended, by whom: what is at the destination by the owner of
 * the service, what is at the caller's end by the owner of the DAG.
 */
export function mendsOf(calls: JudgedCall[]): Map<string, ReadinessMend[]> {
  const byOwner = new Map<string, Map<string, ReadinessMend>>();
  for (const call of calls) {
    for (const cause of call.causes) {
      for (const owner of mendedBy(call, cause)) {
        const mends = byOwner.get(owner) ?? new Map<string, ReadinessMend>();
        byOwner.set(owner, mends);
        addTo(mends, cause, call);
      }
    }
  }
  return new Map(
    [...byOwner].map(([owner, mends]) => [
      owner,
      [...mends.values()].sort((a, b) => b.calls - a.calls),
    ]),
  );
}

function mendedBy(call: JudgedCall, { end }: ReadinessCause): Set<string> {
  const atDestination = call.serviceOwner ?? call.owner;
  switch (end) {
    case 'caller':
      return new Set([call.owner]);
    case 'destination':
      return new Set([atDestination]);
    default:
      return new Set([call.owner, atDestination]);
  }
}

function addTo(
  mends: Map<string, ReadinessMend>,
  { kind, resources }: ReadinessCause,
  { service }: JudgedCall,
): void {
  const names = resources.map(each => `${each.kind} ${each.name}`).sort();
  const key = [kind, ...names].join('\n');
  const known = mends.get(key) ?? { kind, resources, services: [], calls: 0 };
  mends.set(key, known);
  known.calls += 1;
  if (service && !known.services.includes(service))
    known.services.push(service);
}
