import { borrowedIdentities } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { MeshView } from '../policies';
import { ResolvedAccess } from '../types';

/** Who else could use what is asked for: proxies that borrow one of its identities. */
export function borrowersInWords(
  { snapshot, evaluator }: MeshView,
  { identities, targets }: ResolvedAccess,
): string[] {
  const wanted = new Set([
    ...identities.flatMap(({ uriSans }) => uriSans),
    ...targets.flatMap(target =>
      evaluator
        .inboundsOf(target)
        .flatMap(({ dataplane }) => evaluator.identityOf(dataplane).uriSans),
    ),
  ]);
  return borrowedIdentities(snapshot, evaluator)
    .filter(({ uriSans }) => uriSans.some(uri => wanted.has(uri)))
    .map(
      ({ dataplane, namespace, claimed }) =>
        `Proxy ${dataplane} lies in namespace ${namespace} and shows an identity of ${claimed} by a label of its pod: it would have this access, too. Remove that label first, and forbid it: the page "Kubernetes" of the docs has an admission policy to apply.`,
    );
}
