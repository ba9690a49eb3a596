import { Evaluator } from '../createEvaluator';
import { claimedNamespace, isOnKubernetes, namespaceOf } from '../kubernetes';
import { MeshSnapshot } from '../types';

/**
 * A proxy that shows the identity of another namespace: the label that its pod
 * carries names one, and it lies in another.
 * @public
 */
export type BorrowedIdentity = {
  /** Name of the Dataplane. */
  dataplane: string;
  /** Namespace in which it lies. */
  namespace: string;
  /** Namespace whose identity it shows. */
  claimed: string;
  uriSans: string[];
};

/**
 * Proxies that borrow an identity. A pod label decides which namespace a
 * SPIFFE ID names, and whoever makes pods sets labels: such a pod got
 * `spiffe://…/ns/payments/sa/payments` and was let in where that was permitted
 * (measured on 2.14.3 in Kubernetes mode).
 * @public
 */
export function borrowedIdentities(
  snapshot: MeshSnapshot,
  evaluator: Pick<Evaluator, 'identityOf'>,
): BorrowedIdentity[] {
  if (!isOnKubernetes(snapshot)) return [];
  return snapshot.dataplanes.flatMap((resource): BorrowedIdentity[] => {
    const namespace = namespaceOf(resource);
    const claimed = claimedNamespace(resource);
    if (!namespace || !claimed || namespace === claimed) return [];
    const { uriSans } = evaluator.identityOf(resource.name);
    return [{ dataplane: resource.name, namespace, claimed, uriSans }];
  });
}
