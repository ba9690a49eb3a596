import { ConflictError } from '@backstage/errors';
import { PermissionObject, Scope } from './types';

const LABEL = {
  mesh: 'kuma.io/mesh',
  namespace: 'k8s.kuma.io/namespace',
  origin: 'kuma.io/origin',
  role: 'kuma.io/policy-role',
};

/**
 * Holds that Kuma's webhook saw a permission and gave it the scope that we
 * mean. Where none saw it, it has no role and opens the whole mesh; labels that
 * somebody's own webhook changes can aim it at another namespace
 * (measured on 2.14.3).
 */
export function checkComputed(
  answered: PermissionObject,
  intended: PermissionObject,
  { systemNamespace, isGlobal }: Pick<Scope, 'systemNamespace' | 'isGlobal'>,
): void {
  const { namespace, name } = intended.metadata;
  const labels = answered.metadata.labels ?? {};
  const wanted: Record<string, string | undefined> = {
    [LABEL.role]: namespace === systemNamespace ? 'system' : 'workload-owner',
    [LABEL.namespace]: namespace,
    [LABEL.mesh]: intended.metadata.labels?.[LABEL.mesh],
    [LABEL.origin]: isGlobal ? 'global' : 'zone',
  };
  // A webhook that is told a foreign origin computes nothing: what is said
  // wrongly comes before what is not said.
  const wrong = Object.entries(wanted).find(
    ([label, value]) =>
      value !== undefined &&
      labels[label] !== undefined &&
      labels[label] !== value,
  );
  if (wrong) {
    const [label, value] = wrong;
    throw new ConflictError(
      `Permission "${name}" would have ${label} "${labels[label]}" in namespace "${namespace}" where "${value}" is meant, and with it another scope. It was not written`,
    );
  }
  const missing = Object.keys(wanted).find(
    label => wanted[label] !== undefined && labels[label] === undefined,
  );
  if (missing === undefined) return;
  throw new ConflictError(
    labels[LABEL.role] === undefined
      ? `No webhook of Kuma sees namespace "${namespace}", so that permission "${name}" would open the whole mesh. It was not written: give the namespace the label kuma.io/sidecar-injection first`
      : `Permission "${name}" would have no ${missing} in namespace "${namespace}", where "${wanted[missing]}" is meant: this version of Kuma does not compute it. It was not written; use the driver "git"`,
  );
}
