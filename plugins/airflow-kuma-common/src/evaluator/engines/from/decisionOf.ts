import { RuleReference } from '../../types';
import { Decision } from '../decision';
import { Item } from './items';
import { Outcome } from './outcomeOf';

const CLAUSES: Record<string, RuleReference['clause']> = {
  Allow: 'allow',
  Deny: 'deny',
  AllowWithShadowDeny: 'allowWithShadowDeny',
};

/** The decision about a caller: what is meant, what is enforced, and who says it. */
export function decisionOf(
  intended: Outcome | undefined,
  actual: Outcome | undefined,
): Decision {
  if (!intended || !actual) {
    return unknown(
      'There are too many `from` rules here to tell what Kuma makes of them.',
    );
  }
  if (!actual.allowed && actual.unreadable) {
    return unknown(
      'A `from` rule has an action or a combination of tags not known here.',
    );
  }
  const item =
    actual.allowed && !intended.allowed ? intended.item : actual.item;
  return {
    dialect: 'from',
    enforced: actual.allowed ? 'allow' : 'deny',
    intended: intended.allowed ? 'allow' : 'deny',
    ...reasonOf(intended, actual, item),
    ...(item && { decidedBy: ruleReference(item) }),
  };
}

function reasonOf(
  intended: Outcome,
  actual: Outcome,
  item: Item | undefined,
): Pick<Decision, 'code' | 'reason'> {
  const name = item?.policy.displayName;
  if (actual.allowed && !intended.allowed) {
    return {
      code: 'over-permissive-grouping',
      reason: item
        ? `${name} denies this caller (${item.from.text}), yet Envoy lets it in: the ` +
          'control plane groups `from` rules by cliques, and another group allows it.'
        : 'No rule allows this caller, yet Envoy lets it in: the control plane groups ' +
          '`from` rules by cliques, and one of the groups allows it.',
    };
  }
  if (!item) {
    return {
      code: 'denied-by-default',
      reason:
        'No `from` rule matches this caller, and without one Kuma denies.',
    };
  }
  const verb = actual.allowed ? 'allows' : 'denies';
  return {
    code: actual.allowed ? 'allowed-by-rule' : 'denied-by-rule',
    reason: `${name} ${verb} this caller (${item.from.text}).`,
  };
}

function ruleReference(item: Item): RuleReference {
  return {
    policy: item.policy.reference,
    index: item.from.index,
    clause: CLAUSES[item.from.action ?? ''] ?? 'deny',
    match: item.from.text,
  };
}

function unknown(reason: string): Decision {
  return {
    dialect: 'from',
    enforced: 'unknown',
    intended: 'unknown',
    code: 'unreadable-policy',
    reason,
  };
}
