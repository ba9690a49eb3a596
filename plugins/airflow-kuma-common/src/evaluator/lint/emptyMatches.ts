import { isRefused } from '../engines';
import { LintFinding } from '../types';
import { affected, LintCheck, nameOf } from './context';

/** Empty matches: the API takes them, Envoy does not (measured: rules-0049). */
export const lintEmptyMatches: LintCheck = ({ policies, selected }) =>
  policies.flatMap((policy): LintFinding[] => {
    const { name } = policy.reference;
    const isEmpty = policy.rules.some(({ deny, allow, allowWithShadowDeny }) =>
      [...deny, ...allow, ...allowWithShadowDeny].some(match => match.empty),
    );
    if (!isEmpty) return [];
    const refuses = policy.rules.some(isRefused);
    return [
      {
        code: 'empty-match',
        severity: refuses ? 'error' : 'warning',
        policy: policy.reference,
        message: refuses
          ? `${name} has a list with nothing but empty matches: Envoy refuses it and keeps the permissions it had before, whatever the API says.`
          : `${name} has an empty match, which Kuma leaves out.`,
        ...affected((selected.get(policy) ?? []).map(nameOf)),
      },
    ];
  });
