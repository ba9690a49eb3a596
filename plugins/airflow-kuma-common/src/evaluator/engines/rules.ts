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
  const prepared = policies.map(prepare);
  const passes = passesOf(prepared, capabilities);
  const refused = prepared.find(policy => policy.refused)?.policy;
  // The shadow engine only knows shadow denies and ends in deny: once there is
  // one, everything counts as shadow denied (measured: rules-0018).
  const shadow = prepared.some(policy => policy.hasShadow) ? 'deny' : undefined;
  return {
    dialect: 'rules',
    usesSni: prepared.some(policy => policy.usesSni),
    decide: caller =>
      refused
        ? refusal(refused)
        : { ...decide(passes, caller), ...(shadow && { shadow }) },
  };
}

/** What a policy brings to every engine that it is part of. */
type PreparedPolicy = {
  policy: PolicyModel;
  refused: boolean;
  hasShadow: boolean;
  usesSni: boolean;
  rules: { deny: Entry[]; allow: Entry[] }[];
};

const known = new WeakMap<PolicyModel, PreparedPolicy>();

/** Made once: a policy that selects everything is part of thousands of engines. */
function prepare(policy: PolicyModel): PreparedPolicy {
  let prepared = known.get(policy);
  if (!prepared) {
    const rules = policy.rules.map(rule => ({
      deny: entriesOf(policy, rule, ['deny']),
      allow: entriesOf(policy, rule, ['allow', 'allowWithShadowDeny']),
    }));
    prepared = {
      policy,
      refused: policy.rules.some(isRefused),
      hasShadow: policy.rules.some(rule => rule.hasShadow),
      usesSni: rules.some(({ deny, allow }) =>
        [...deny, ...allow].some(({ match }) => match.sni !== undefined),
      ),
      rules,
    };
    known.set(policy, prepared);
  }
  return prepared;
}

/** Groups of entries; within one, no order changes the verdict. */
function passesOf(
  policies: PreparedPolicy[],
  capabilities: Capabilities,
): Entry[][] {
  const passes: Entry[][] = capabilities.denyFirst ? [[], []] : [];
  for (const { rules } of policies) {
    for (const { deny, allow } of rules) {
      if (!capabilities.denyFirst) {
        passes.push(deny, allow);
        continue;
      }
      passes[0].push(...deny);
      passes[1].push(...allow);
    }
  }
  return passes;
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
    let unreadable: Entry | undefined;
    for (const entry of pass) {
      if (matches(entry.match, caller.joined, caller.sni)) {
        return decisionOf(entry);
      }
      if (entry.match.unreadable) unreadable ??= entry;
    }
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
