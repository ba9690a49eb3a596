import { isRecord, readArray, readRecord } from '../evaluator/read';
import { KumaResource } from '../evaluator/types';
import { ReachableBackendRef } from './types';

/** A Dataplane with references more than it has. */
export function withRefs(
  dataplane: KumaResource,
  refs: ReachableBackendRef[],
): KumaResource {
  const networking = readRecord(dataplane.networking);
  const transparentProxying = readRecord(networking.transparentProxying);
  return {
    ...dataplane,
    networking: {
      ...networking,
      transparentProxying: {
        ...transparentProxying,
        reachableBackends: { refs: [...refsOf(dataplane), ...refs] },
      },
    },
  };
}

/** The references that a Dataplane has. */
export function refsOf(dataplane: KumaResource): unknown[] {
  const networking = readRecord(dataplane.networking);
  const { reachableBackends } = readRecord(networking.transparentProxying);
  return isRecord(reachableBackends) ? readArray(reachableBackends.refs) : [];
}

/** Whether traffic of the application is led through its proxy. */
export function isTransparent(dataplane: KumaResource): boolean {
  return isRecord(readRecord(dataplane.networking).transparentProxying);
}
