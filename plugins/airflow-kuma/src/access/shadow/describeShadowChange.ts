import { AccessShadowDiff } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

type Change = AccessShadowDiff['changes'][number];

/** A change to a proxy's configuration, as a person reads it. */
export type ShadowChange = {
  /** `Adds a rule for callers whose identity is exactly …`. */
  what: string;
  /** `Listener inbound:127.0.1.1:20000`. */
  where: string;
  /** Name of the policy that it comes from, as Kuma names it. */
  policy?: string;
};

const VERBS: Record<string, string> = {
  add: 'Adds',
  remove: 'Removes',
  replace: 'Replaces',
};

/**
 * One operation of Kuma's JSON Patch. `undefined` for `test`, which changes
 * nothing: it says what Kuma expects to find before the next operation.
 */
export function describeShadowChange(change: Change): ShadowChange | undefined {
  if (change.op === 'test') return undefined;
  const [type = '', resource = '', ...rest] = change.path
    .split('/')
    .slice(1)
    .map(part => part.replace(/~1/g, '/').replace(/~0/g, '~'));
  const caller = callerOf(change.value);
  const verb = VERBS[change.op] ?? change.op;
  return {
    what: caller
      ? `${verb} a rule for ${caller}`
      : `${verb} ${rest.join(' / ')}`,
    where: `${type.split('.').pop()} ${resource}`,
    policy: find(change.value, (key, value) =>
      key === 'name' && /^kri_/.test(value) ? value : undefined,
    ),
  };
}

/** Whom a matcher of Envoy's RBAC filter fits. */
function callerOf(value: unknown): string | undefined {
  return find(value, (key, text, parent) => {
    if (parent !== 'valueMatch') return undefined;
    if (key === 'exact') return `callers whose identity is exactly ${text}`;
    if (key === 'prefix') return `callers whose identity begins with ${text}`;
    return undefined;
  });
}

/** The first text in a tree that `pick` takes. */
function find(
  value: unknown,
  pick: (key: string, value: string, parent: string) => string | undefined,
  parent: string = '',
): string | undefined {
  if (typeof value !== 'object' || value === null) return undefined;
  for (const [key, child] of Object.entries(value)) {
    const found =
      typeof child === 'string'
        ? pick(key, child, parent)
        : find(child, pick, key);
    if (found !== undefined) return found;
  }
  return undefined;
}
