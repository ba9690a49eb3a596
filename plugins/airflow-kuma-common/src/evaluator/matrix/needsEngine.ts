import { isRefused } from '../engines';
import { MatchModel, PolicyModel } from '../policies';

/** Whether sets alone cannot tell what Envoy makes of a policy. */
export function needsEngine(policy: PolicyModel): boolean {
  return (
    policy.rules.some(isRefused) ||
    matchesOf(policy).some(each => each.unreadable)
  );
}

/** Whether a policy looks at the server name that TLS asks for. */
export function usesSni(policy: PolicyModel): boolean {
  return matchesOf(policy).some(({ sni }) => sni !== undefined);
}

function matchesOf(policy: PolicyModel): MatchModel[] {
  return policy.rules.flatMap(({ deny, allow, allowWithShadowDeny }) => [
    ...deny,
    ...allow,
    ...allowWithShadowDeny,
  ]);
}
