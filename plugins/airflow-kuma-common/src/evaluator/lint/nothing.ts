import { selectsInbound } from '../engines';
import { describeMatch, MatchModel, PolicyModel } from '../policies';
import { LintFinding, PolicyReference } from '../types';
import { affected, LintCheck, LintContext } from './context';

/** Policies that select no inbound, and matches that mean no live identity. */
export const lintNothing: LintCheck = context => [
  ...context.policies.flatMap(policy =>
    context.selected.get(policy)?.length
      ? idleMatches(policy, context)
      : [nothing(policy.reference)],
  ),
  ...context.mesh.trafficPermissions
    .filter(
      permission =>
        !context.mesh.inbounds.some(inbound =>
          selectsInbound(permission, inbound),
        ),
    )
    .map(({ reference }) => nothing(reference)),
];

function nothing(policy: PolicyReference): LintFinding {
  return {
    code: 'selects-nothing',
    severity: 'warning',
    policy,
    message: `${policy.name} selects no inbound of any proxy, so it does nothing.`,
    ...affected([]),
  };
}

/** Only a hint: callers of batch work are not there most of the time. */
function idleMatches(policy: PolicyModel, context: LintContext): LintFinding[] {
  const idle = policy.rules
    .flatMap(rule => [...rule.deny, ...rule.allow, ...rule.allowWithShadowDeny])
    .filter(match => match.spiffeId && !isShown(match, context))
    .map(describeMatch);
  if (idle.length === 0) return [];
  return [
    {
      code: 'selects-nothing',
      severity: 'info',
      policy: policy.reference,
      message: `${policy.reference.name} names callers that no proxy shows now: ${idle[0]}.`,
      ...affected(idle),
    },
  ];
}

function isShown({ spiffeId }: MatchModel, context: LintContext): boolean {
  if (!spiffeId) return true;
  return spiffeId.type === 'Exact'
    ? context.joined.has(spiffeId.value)
    : context.startingWith(spiffeId.value).length > 0;
}
