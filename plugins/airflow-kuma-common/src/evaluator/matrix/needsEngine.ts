import { isRefused } from '../engines';
import { PolicyModel } from '../policies';

/** Whether sets alone cannot tell what Envoy makes of a policy. */
export function needsEngine(policy: PolicyModel): boolean {
  return policy.rules.some(
    rule =>
      isRefused(rule) ||
      [...rule.deny, ...rule.allow, ...rule.allowWithShadowDeny].some(
        match => match.unreadable,
      ),
  );
}
