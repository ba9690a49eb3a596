import {
  createEvaluator,
  DestinationServicePort,
  KumaResource,
  MeshSnapshot,
  refFor,
  servicesOfKind,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { ReachEntry } from './types';
import { isTransparent, withEntries } from './withEntries';

/** What opens a closed way out, or why nothing at the caller's end does. */
export type EntryAnswer =
  | { entry: ReachEntry; note?: string }
  | { entry?: undefined; reason: string };

/**
 * What a proxy lacks to reach a destination. Nothing is taken on trust: the
 * evaluator judges the proxy as it would be, and only what it calls open
 * counts.
 */
export function entryFor(
  snapshot: MeshSnapshot,
  dataplane: KumaResource,
  target: DestinationServicePort,
): EntryAnswer {
  let reason = `There is no ${target.kind} ${target.name}.`;
  for (const candidate of candidates(snapshot, dataplane, target)) {
    const after = wayOutWith(snapshot, dataplane, [candidate.entry], target);
    if (after.state === 'open') return candidate;
    reason = after.reason;
  }
  return { reason };
}

/** The way out of a proxy as it would be with these entries. */
export function wayOutWith(
  snapshot: MeshSnapshot,
  dataplane: KumaResource,
  entries: ReachEntry[],
  target: DestinationServicePort,
) {
  return createEvaluator({
    ...snapshot,
    // Whom policies let in is the other end, and no other proxy matters.
    dataplanes: [withEntries(dataplane, entries)],
    trafficPermissions: [],
    meshTrafficPermissions: [],
  }).wayOut(dataplane.name, target);
}

function candidates(
  snapshot: MeshSnapshot,
  dataplane: KumaResource,
  { kind, name, port }: DestinationServicePort,
): { entry: ReachEntry; note?: string }[] {
  if (!isTransparent(dataplane)) {
    const found =
      kind === 'ServiceTag' ? undefined : refFor(snapshot, { kind, name });
    const target = kind === 'ServiceTag' ? { tag: name } : { ref: found?.ref };
    return [
      {
        entry: { list: 'outbound', port: port ?? 80, ...target },
        ...(found?.note && { note: found.note }),
      },
    ];
  }
  if (kind === 'ServiceTag') {
    return [{ entry: { list: 'reachableServices', tag: name } }];
  }
  const found = refFor(snapshot, { kind, name });
  if (!found) return [];
  const service = servicesOfKind(snapshot, kind).find(
    each => each.name === name,
  );
  return [
    {
      entry: { list: 'reachableBackends', ref: found.ref },
      ...(found.note && { note: found.note }),
    },
    ...tagsOf(service).map(tag => ({
      entry: { list: 'reachableServices' as const, tag },
    })),
  ];
}

/** Tags by which a MeshService made of them is reached, too. */
function tagsOf(service: KumaResource | undefined): string[] {
  const { identities } = (service?.spec ?? {}) as { identities?: unknown };
  if (!Array.isArray(identities)) return [];
  return identities.flatMap(each =>
    each?.type === 'ServiceTag' && typeof each.value === 'string'
      ? [each.value]
      : [],
  );
}
