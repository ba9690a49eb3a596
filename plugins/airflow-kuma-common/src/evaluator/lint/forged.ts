import { borrowedIdentities } from '../identity/borrowed';
import {
  claimedNamespace,
  isOnKubernetes,
  namespaceOf,
  systemNamespaceOf,
} from '../kubernetes';
import { LABEL } from '../mesh';
import { PolicyModel } from '../policies';
import { readTexts } from '../read';
import { LintFinding } from '../types';
import { affected, LintCheck, LintContext, nameOf } from './context';

/**
 * Policies that reach further than the namespace in which they lie, by labels
 * that anybody sets who may write one there, or because no webhook looked at
 * them (both measured on 2.14.3 in Kubernetes mode).
 */
export const lintForgedScopes: LintCheck = context => {
  const { mesh, policies } = context;
  const { snapshot } = mesh;
  if (!isOnKubernetes(snapshot)) return [];
  return policies.flatMap(policy => {
    const namespace = namespaceOf(policy.resource);
    if (!namespace || namespace === systemNamespaceOf(snapshot)) return [];
    const why = whyFurther(policy, namespace);
    return why ? [finding(context, policy, why)] : [];
  });
};

function whyFurther(
  { resource, origin }: PolicyModel,
  namespace: string,
): string | undefined {
  const claimed = claimedNamespace(resource);
  if (origin === 'global') {
    return `lies in namespace ${namespace} and calls itself a policy of the global control plane (label ${LABEL.origin}), so it decides in the whole mesh`;
  }
  if (claimed !== undefined && claimed !== namespace) {
    return `lies in namespace ${namespace} and calls itself one of ${claimed} (label ${LABEL.namespace}), so it decides there`;
  }
  if (!readTexts(resource.labels).has(LABEL.role)) {
    return `lies in namespace ${namespace}, where no webhook of Kuma looked at it, so nothing was checked and it decides in the whole mesh; label the namespace with kuma.io/sidecar-injection, or remove the policy`;
  }
  return undefined;
}

function finding(
  { selected }: LintContext,
  policy: PolicyModel,
  why: string,
): LintFinding {
  const inbounds = (selected.get(policy) ?? []).map(nameOf);
  return {
    code: 'forged-scope',
    severity: 'error',
    policy: policy.reference,
    message: `${policy.reference.name} ${why}. It selects ${
      inbounds.length
    } inbounds. Whoever may write policies in ${namespaceOf(
      policy.resource,
    )} can open them.`,
    ...affected(inbounds),
  };
}

/** Proxies that show the identity of another namespace. */
export const lintBorrowedIdentities: LintCheck = ({ mesh, evaluator }) =>
  borrowedIdentities(mesh.snapshot, evaluator).map(
    ({ dataplane, namespace, claimed, uriSans }): LintFinding => ({
      code: 'borrowed-identity',
      severity: 'error',
      message: `Proxy ${dataplane} lies in namespace ${namespace} and shows an identity of ${claimed}${
        uriSans.length > 0 ? ` (${uriSans.join(', ')})` : ''
      }: what is permitted to ${claimed} is permitted to it. Remove the label ${
        LABEL.namespace
      } from its pod, and let nobody set it.`,
      ...affected([dataplane]),
    }),
  );
