import { MatchModel, PolicyModel } from '../policies';
import { LintFinding } from '../types';
import { affected, LintCheck } from './context';

/**
 * Prefixes that end within a name: `…/data` also means `…/data-science`, and a
 * cut trust domain means all that start like it (measured: rules-0002, 0023).
 */
export const lintPrefixes: LintCheck = ({ policies, startingWith }) =>
  policies.flatMap(policy => {
    const findings: LintFinding[] = [];
    for (const prefix of prefixesOf(policy)) {
      const beyond = startingWith(prefix).filter(joined =>
        isBeyond(joined, prefix),
      );
      if (beyond.length === 0) continue;
      findings.push({
        code: 'prefix-matches-more',
        severity: 'warning',
        policy: policy.reference,
        message:
          `Prefix ${prefix} ends within a name, so it also means ` +
          `${beyond[0].split(',')[0]}${
            beyond.length > 1 ? ' and others' : ''
          }. ` +
          'Name each identity with Exact instead.',
        ...affected(beyond),
      });
    }
    return findings;
  });

function prefixesOf(policy: PolicyModel): Set<string> {
  const matches: MatchModel[] = policy.rules.flatMap(rule => [
    ...rule.deny,
    ...rule.allow,
    ...rule.allowWithShadowDeny,
  ]);
  const prefixes = new Set<string>();
  for (const { spiffeId } of matches) {
    if (spiffeId?.type === 'Prefix') prefixes.add(spiffeId.value);
  }
  return prefixes;
}

/** Whether an identity goes on where a whole name would have ended. */
function isBeyond(joined: string, prefix: string): boolean {
  const next = joined.charAt(prefix.length);
  return next !== '' && next !== '/' && next !== ',';
}
