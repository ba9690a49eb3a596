import { isOnKubernetes } from '../evaluator/kubernetes';
import { LABEL } from '../evaluator/mesh';
import { readTexts } from '../evaluator/read';
import {
  DestinationServicePort,
  KumaResource,
  MeshSnapshot,
} from '../evaluator/types';
import { asOf30 } from './asOf30';
import { refFor } from './refFor';
import { ReachableBackendRef } from './types';
import { isTransparent, refsOf } from './withRefs';

/**
 * The whole `reachableBackends` that a workload needs under 3.0 for some calls,
 * and what no reference can open.
 * @public
 */
export type ReachNeed = {
  /** A proxy of the workload, which stands for the others. */
  dataplane: string;
  /** A pod takes them as an annotation, a Dataplane in its own spec. */
  place: 'pod' | 'dataplane';
  /** What it has by labels stays; references by name are left out. */
  kept: ReachableBackendRef[];
  added: ReachableBackendRef[];
  /** Services that no labels single out, or that have none in 3.0. */
  without: { kind: string; name: string }[];
};

/**
 * What a proxy has to list under 3.0 so that it reaches all of these, `undefined`
 * where a list opens nothing, since nothing of it is led through the proxy.
 * @public
 */
export function reachNeed(
  snapshot: MeshSnapshot,
  dataplane: string,
  destinations: DestinationServicePort[],
): ReachNeed | undefined {
  const after = asOf30(snapshot);
  const proxy = after.dataplanes.find(({ name }) => name === dataplane);
  if (!proxy || !isTransparent(proxy)) return undefined;
  const added = new Map<string, ReachableBackendRef>();
  const without: ReachNeed['without'] = [];
  for (const { kind, name } of destinations) {
    const ref = refFor(after, proxy, { kind, name });
    if (ref) added.set(`${kind} ${name}`, ref);
    else without.push({ kind, name });
  }
  return {
    dataplane,
    place: isPod(snapshot, proxy) ? 'pod' : 'dataplane',
    kept: refsOf(proxy) as ReachableBackendRef[],
    added: [...added.values()].sort(compareRefs),
    without,
  };
}

function isPod(snapshot: MeshSnapshot, proxy: KumaResource): boolean {
  const labels = readTexts(proxy.labels);
  return (
    labels.get('kuma.io/env') === 'kubernetes' ||
    labels.has(LABEL.namespace) ||
    isOnKubernetes(snapshot)
  );
}

function compareRefs(a: ReachableBackendRef, b: ReachableBackendRef): number {
  return JSON.stringify(a) < JSON.stringify(b) ? -1 : 1;
}
