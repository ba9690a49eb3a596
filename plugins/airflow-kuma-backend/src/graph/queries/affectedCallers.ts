import { KumaResource } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { z } from 'zod';

const matchSchema = z.object({
  spiffeID: z.strictObject({
    type: z.enum(['Exact', 'Prefix']),
    value: z.string(),
  }),
});
const matchesSchema = z.array(matchSchema).default([]);
const specSchema = z.object({
  from: z.never().optional(),
  rules: z.array(
    z.object({
      default: z
        .object({
          allow: matchesSchema,
          deny: matchesSchema,
          allowWithShadowDeny: matchesSchema,
        })
        .optional(),
    }),
  ),
});

/**
 * Which callers policies speak of. With `rules` the first match decides, so a
 * caller that a policy does not match is decided as if it were not there.
 * `undefined` where that cannot be told of all of them: the older dialects
 * select by tags, and a match that nobody understands may mean anybody.
 */
export function affectedCallers(
  policies: KumaResource[],
): ((uriSans: string[]) => boolean) | undefined {
  const exact = new Set<string>();
  const prefixes: string[] = [];
  for (const { type, spec } of policies) {
    const parsed = specSchema.safeParse(spec);
    if (type !== 'MeshTrafficPermission' || !parsed.success) return undefined;
    const matches = parsed.data.rules.flatMap(({ default: rule }) =>
      rule ? [...rule.allow, ...rule.deny, ...rule.allowWithShadowDeny] : [],
    );
    for (const { spiffeID } of matches) {
      if (spiffeID.type === 'Exact') exact.add(spiffeID.value);
      else prefixes.push(spiffeID.value);
    }
  }
  return uriSans => {
    // Envoy compares the URI SANs joined by commas, as the evaluator does.
    const joined = uriSans.join(',');
    return (
      exact.has(joined) || prefixes.some(prefix => joined.startsWith(prefix))
    );
  };
}
