import { Config } from '@backstage/config';
import { IdentityRule } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { z } from 'zod';

const KEY = 'airflowKuma.identities';

const text = z.string().min(1);
const ruleSchema = z
  .object({
    match: z
      .object({
        instance: text,
        dagId: text,
        tag: text,
        owner: text,
        dataDomain: text,
        executor: text,
        queue: text,
        pool: text,
      })
      .partial()
      .strict()
      .optional(),
    controlPlane: text,
    mesh: text,
    spiffeId: text.optional(),
    dataplaneLabels: z.record(text, text).optional(),
  })
  .strict();

/**
 * Reads `airflowKuma.identities`. A wrong rule is reported with its key and
 * left out: that gives its DAGs the answer "no rule", which is never an
 * identity that they do not have.
 */
export function readIdentityRules(
  config: Config,
  report: (message: string) => void,
): IdentityRule[] {
  const raw = config.getOptional(KEY);
  if (raw === undefined) return [];
  if (!Array.isArray(raw)) {
    report(`${KEY} must be a list of rules; it is left out.`);
    return [];
  }
  return raw.flatMap((item, index) => {
    const parsed = ruleSchema.safeParse(item);
    if (parsed.success) return [parsed.data];
    for (const { path, message } of parsed.error.issues) {
      const key = [`${KEY}[${index}]`, ...path].join('.');
      report(`${key}: ${message}; the rule is left out.`);
    }
    return [];
  });
}
