import {
  grantsOf,
  isOurs,
} from '@airflow-kuma/backstage-plugin-airflow-kuma-node';

/** The grants that a policy names; `undefined` where it is not ours. */
export function grantsOfPolicy(policy: {
  labels?: Record<string, string>;
}): string[] | undefined {
  return isOurs(policy) ? grantsOf(policy.labels).sort() : undefined;
}
