import {
  describeMatch,
  matches,
  MatchModel,
  PolicyModel,
  RuleModel,
} from '../policies';
import { Capabilities } from '../version';
import { Caller, Decision, Engine } from './decision';

type Clause = 'deny' | 'allow' | 'allowWithShadowDeny';
type Entry = {
  policy: PolicyModel;
  index: number;
  clause: Clause;
  match: MatchModel;
};

/**
 * The `rules` dialect (`meshtrafficpermission/xds/rbac_configurer.go`): the
 * first entry that matches decides, none means deny. From 2.14 all denies stand
 * before all allows; before, each rule brings its denies, then its allows, in
 * the order of the policies.
 */
export function rulesEngine(
  policies: PolicyModel[],
  capabilities: Capabilities,
): Engine {
  const passes = passesOf(policies, capabilities);
  const rules = policies.flatMap(policy => policy.rules);
  const refused = policies.find(policy => policy.rules.some(isRefused));
  // The shadow engine only knows shadow denies and ends in deny: once there is
  // one, everything counts as shadow denied (measured: rules-0018).
  const shadow = rules.some(rule => rule.hasShadow) ? 'deny' : undefined;
  return {
    dialect: 'rules',
    usesSni: passes.some(pass =>
      pass.some(entry => entry.match.sni !== undefined),
    ),
    decide: caller =>
      refused
        ? refusal(refused)
        : { ...decide(passes, caller), ...(shadow && { shadow }) },
  };
}

/** Groups of entries; within one, no order changes the verdict. */
function passesOf(
  policies: PolicyModel[],
  capabilities: Capabilities,
): Entry[][] {
  const clauses: Clause[][] = [['deny'], ['allow', 'allowWithShadowDeny']];
  const rules = policies.flatMap(policy =>
    policy.rules.map(rule => ({ policy, rule })),
  );
  if (capabilities.denyFirst) {
    return clauses.map(group =>
      rules.flatMap(({ policy, rule }) => entriesOf(policy, rule, group)),
    );
  }
  return rules.flatMap(({ policy, rule }) =>
    clauses.map(group => entriesOf(policy, rule, group)),
  );
}

function entriesOf(
  policy: PolicyModel,
  rule: RuleModel,
  clauses: Clause[],
): Entry[] {
  return clauses.flatMap(clause =>
    rule[clause].map(match => ({ policy, index: rule.index, clause, match })),
  );
}

/**
 * Whether Envoy refuses what Kuma makes of a rule: Kuma leaves empty matches
 * out, and a list that only has such becomes a matcher without predicates
 * (measured: rules-0049). Envoy then keeps the permissions it had before.
 */
export function isRefused(rule: RuleModel): boolean {
  const { deny, allow, allowWithShadowDeny } = rule;
  return [deny, [...allow, ...allowWithShadowDeny], allowWithShadowDeny].some(
    list => list.length > 0 && list.every(match => match.empty),
  );
}

function refusal(policy: PolicyModel): Decision {
  return {
    dialect: 'rules',
    enforced: 'unknown',
    intended: 'unknown',
    code: 'configuration-refused',
    reason:
      `${policy.displayName} has a rule with an empty match: the API takes it, ` +
      'Envoy refuses it and keeps the permissions it had before.',
  };
}

function decide(passes: Entry[][], caller: Caller): Decision {
  for (const pass of passes) {
    const entry = pass.find(({ match }) =>
      matches(match, caller.joined, caller.sni),
    );
    if (entry) return decisionOf(entry);
    const unreadable = pass.find(({ match }) => match.unreadable);
    if (unreadable) return unreadableDecision(unreadable);
  }
  return {
    dialect: 'rules',
    enforced: 'deny',
    intended: 'deny',
    code: 'denied-by-default',
    reason: 'No rule lets this caller in, and without one Kuma denies.',
  };
}

function decisionOf(entry: Entry): Decision {
  const { policy, index, clause } = entry;
  const outcome = clause === 'deny' ? 'deny' : 'allow';
  const match = describeMatch(entry.match);
  const verb = outcome === 'deny' ? 'denies' : 'allows';
  return {
    dialect: 'rules',
    enforced: outcome,
    intended: outcome,
    code: outcome === 'deny' ? 'denied-by-rule' : 'allowed-by-rule',
    reason: `${policy.displayName} ${verb} this caller (${match}).`,
    decidedBy: { policy: policy.reference, index, clause, match },
  };
}

function unreadableDecision(entry: Entry): Decision {
  return {
    dialect: 'rules',
    enforced: 'unknown',
    intended: 'unknown',
    code: 'unreadable-policy',
    reason: `${entry.policy.displayName} has a match of a kind that is not known here.`,
  };
}
