import { LABEL } from '../mesh';
import {
  cellsOf,
  components,
  covers,
  Dimensions,
  dimensionsOf,
  Graph,
  graphOf,
  maximalCliques,
  Subset,
  subsetKey,
} from '../grouping';
import { FromModel, PolicyModel } from '../policies';
import { RuleReference } from '../types';
import { Caller, Decision, Engine } from './decision';

/** No control plane gets through more either; the answer is then `unknown`. */
const LIMIT = 20_000;
const CLAUSES: Record<string, RuleReference['clause']> = {
  Allow: 'allow',
  Deny: 'deny',
  AllowWithShadowDeny: 'allowWithShadowDeny',
};

type Item = { policy: PolicyModel; from: FromModel; tags: Subset };
type Group = { dimensions: Dimensions; items: Item[] };

/**
 * The `from` dialect (`rules/rules.go`, `xds/legacy_rbac_configurer.go`). Meant:
 * the last item that matches a caller decides. Enforced: Kuma cuts the items
 * into groups and lets in whoever an allowing cell of *any* group holds. With
 * groups that are connected components that is the same; with cliques, which
 * overlap, a caller that one group refuses may be let in by another.
 */
export function fromEngine(
  policies: PolicyModel[],
  mesh: string,
  cliques: boolean,
): Engine {
  const items = itemsOf(policies);
  const subsets = distinctSubsets(items);
  const graph = graphOf(subsets);
  const meant = groupsOf(items, subsets, components(graph));
  const enforced = cliques ? cliqueGroups(items, subsets, graph) : meant;
  const shadowed = hasShadow(items);
  return {
    dialect: 'from',
    usesSni: false,
    decide(caller) {
      const hasTag = tagTest(caller, mesh);
      const intended = outcomeOf(meant, hasTag);
      const actual =
        enforced === meant ? intended : outcomeOf(enforced, hasTag);
      return {
        ...decisionOf(intended, actual),
        ...(shadowed && { shadow: actual?.shadow ? 'deny' : 'allow' }),
      };
    },
  };
}

function itemsOf(policies: PolicyModel[]): Item[] {
  return policies.flatMap(policy =>
    policy.from.flatMap(from =>
      from.tags === undefined ? [] : [{ policy, from, tags: from.tags }],
    ),
  );
}

/** Equal subsets always fall into the same groups, so one of them is enough. */
function distinctSubsets(items: Item[]): Subset[] {
  return [
    ...new Map(items.map(item => [subsetKey(item.tags), item.tags])).values(),
  ];
}

function cliqueGroups(
  items: Item[],
  subsets: Subset[],
  graph: Graph,
): Group[] | undefined {
  const cliques =
    subsets.length > 2_000 ? undefined : maximalCliques(graph, LIMIT);
  return cliques && groupsOf(items, subsets, cliques);
}

function groupsOf(
  items: Item[],
  subsets: Subset[],
  groups: number[][],
): Group[] {
  return groups.map(nodes => {
    const dimensions = dimensionsOf(nodes.map(node => subsets[node]));
    return {
      dimensions,
      items: items.filter(item =>
        item.tags.every(([key, value]) => dimensions.get(key)?.has(value)),
      ),
    };
  });
}

/** Envoy matches the service by the SPIFFE ID and other tags by `kuma://` SANs. */
function tagTest(caller: Caller, mesh: string) {
  const uriSans = new Set(caller.uriSans);
  return (key: string, value: string) =>
    uriSans.has(
      key === LABEL.service
        ? `spiffe://${mesh}/${value}`
        : `kuma://${key}/${value}`,
    );
}

type Outcome = {
  allowed: boolean;
  unreadable: boolean;
  shadow: boolean;
  item?: Item;
};

function outcomeOf(
  groups: Group[] | undefined,
  hasTag: (key: string, value: string) => boolean,
): Outcome | undefined {
  const outcome: Outcome = { allowed: false, unreadable: false, shadow: false };
  for (const group of groups ?? []) {
    const cells = cellsOf(group.dimensions, hasTag, LIMIT);
    if (!cells) outcome.unreadable = true;
    for (const cell of cells ?? []) {
      const item = decidingItem(
        group.items.filter(({ tags }) => covers(tags, cell)),
      );
      if (!item) continue;
      const { action } = item.from;
      if (action === 'AllowWithShadowDeny') outcome.shadow = true;
      if (action === 'Allow' || action === 'AllowWithShadowDeny') {
        if (!outcome.allowed) outcome.item = item;
        outcome.allowed = true;
      } else {
        if (action !== 'Deny') outcome.unreadable = true;
        outcome.item ??= item;
      }
    }
  }
  return groups && outcome;
}

/** Confs merge, so an item without an action leaves the one before it. */
function decidingItem(items: Item[]): Item | undefined {
  return (
    items.filter(item => item.from.action !== undefined).pop() ?? items.pop()
  );
}

/** Whether any caller at all would be shadow denied. */
function hasShadow(items: Item[]): boolean {
  return items.some(item => {
    const own = new Map(item.tags.map(([key, value]) => [key, value]));
    const deciding = decidingItem(
      items.filter(({ tags }) => covers(tags, own)),
    );
    return deciding?.from.action === 'AllowWithShadowDeny';
  });
}

function decisionOf(
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
