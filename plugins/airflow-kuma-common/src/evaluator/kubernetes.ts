import { LABEL } from './mesh';
import { readString, readTexts } from './read';
import { KumaResource, MeshSnapshot } from './types';

/** Where the control plane lies when its config does not say. */
const SYSTEM_NAMESPACE = 'kuma-system';

/**
 * Whether a mesh lies in Kubernetes, by its control plane.
 * @public
 */
export function isOnKubernetes(snapshot: MeshSnapshot): boolean {
  return snapshot.deployment
    ? snapshot.deployment.environment === 'kubernetes'
    : snapshot.kubernetes === true;
}

/**
 * The namespace of the control plane, where its own policies lie.
 * @public
 */
export function systemNamespaceOf({ deployment }: MeshSnapshot): string {
  return deployment?.systemNamespace ?? SYSTEM_NAMESPACE;
}

/**
 * The namespace in which an object lies: Kuma's API calls it `name.namespace`
 * on Kubernetes, and a namespace has no dots. Unlike its labels, nobody who
 * may write the object can choose it.
 * @public
 */
export function namespaceOf(resource: KumaResource): string | undefined {
  const name = readString(resource.name) ?? '';
  const dot = name.lastIndexOf('.');
  return dot > 0 ? name.slice(dot + 1) : undefined;
}

/** The namespace that a label claims. */
export function claimedNamespace(resource: KumaResource): string | undefined {
  return readTexts(resource.labels).get(LABEL.namespace);
}
