import { KUMA_LABEL_GRANTS } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { InputError } from '@backstage/errors';

// Kubernetes' limit for label values, which Kuma shares.
const MAX_VALUE_LENGTH = 63;
const GRANT_ID = /^[A-Za-z0-9](?:[-A-Za-z0-9_]*[A-Za-z0-9])?$/;

/**
 * Labels that say which grants a policy carries. Where one value cannot hold
 * all ids, numbered labels take the rest.
 * @public
 */
export function grantLabels(grants: string[]): Record<string, string> {
  const values: string[] = [];
  for (const grant of [...new Set(grants)].sort()) {
    if (grant.length > MAX_VALUE_LENGTH || !GRANT_ID.test(grant)) {
      throw new InputError(`"${grant}" is no id that a label can hold`);
    }
    const last = values[values.length - 1];
    const joined = last === undefined ? grant : `${last}.${grant}`;
    if (last === undefined || joined.length > MAX_VALUE_LENGTH) {
      values.push(grant);
    } else {
      values[values.length - 1] = joined;
    }
  }
  return Object.fromEntries(
    values.map((value, index) => [
      index === 0 ? KUMA_LABEL_GRANTS : `${KUMA_LABEL_GRANTS}-${index + 1}`,
      value,
    ]),
  );
}

/**
 * The grants that a policy carries; empty for policies that are not ours.
 * @public
 */
export function grantsOf(labels: Record<string, string> | undefined): string[] {
  return Object.entries(labels ?? {})
    .filter(
      ([key]) =>
        key === KUMA_LABEL_GRANTS || /^-\d+$/.test(suffixOf(key) ?? ''),
    )
    .flatMap(([, value]) => value.split('.'))
    .filter(Boolean);
}

/**
 * Whether a policy is ours: only those are ever changed or deleted.
 * @public
 */
export function isOurs(policy: { labels?: Record<string, string> }): boolean {
  return policy.labels?.[KUMA_LABEL_GRANTS] !== undefined;
}

function suffixOf(key: string): string | undefined {
  return key.startsWith(KUMA_LABEL_GRANTS)
    ? key.slice(KUMA_LABEL_GRANTS.length)
    : undefined;
}
