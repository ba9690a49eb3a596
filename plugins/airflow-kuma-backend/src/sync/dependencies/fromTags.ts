import { DeclaredDependency } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';
import { parseService } from './parseService';
import { DeclarationRules } from './types';

/** Services that tags such as `calls:payments` declare. */
export function fromTags(
  tags: string[],
  rules: DeclarationRules,
): DeclaredDependency[] {
  return tags
    .filter(tag => tag.startsWith(rules.tagPrefix))
    .flatMap(tag => {
      const written = parseService(tag.slice(rules.tagPrefix.length));
      return written
        ? [{ ...written, evidence: [{ via: 'tag' as const, text: tag }] }]
        : [];
    });
}
