import { DagIdentity } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/**
 * One key for all DAGs that Envoy cannot tell apart. Empty where there is no
 * identity to speak of.
 */
export function identityKey(identity: DagIdentity): string {
  if (!identity.uriSans.length) return '';
  return [
    identity.controlPlane,
    identity.mesh,
    ...[...identity.uriSans].sort(),
  ].join(' ');
}
