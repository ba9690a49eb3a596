import { cellsOf, covers } from '../../grouping';
import { PolicyModel } from '../../policies';
import { Caller, Engine } from '../decision';
import { decisionOf } from './decisionOf';
import { Group, groupsOf, LIMIT } from './groups';
import { decidingItem, Item, itemsOf, uriSanOf } from './items';
import { Outcome, outcomeOf } from './outcomeOf';

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
  const items = itemsOf(policies, mesh);
  const { meant, enforced } = groupsOf(items, cliques);
  const shadowed = hasShadow(items);
  return {
    dialect: 'from',
    usesSni: false,
    decide(caller) {
      const cells = cellsFor(caller, items, mesh);
      const intended = outcomeOf(meant, cells);
      let actual: Outcome | undefined = intended;
      if (enforced !== meant) actual = enforced && outcomeOf(enforced, cells);
      return {
        ...decisionOf(intended, actual),
        ...(shadowed && { shadow: actual?.shadow ? 'deny' : 'allow' }),
      };
    },
  };
}

/**
 * The items that hold a caller, for each cell of a group that it falls into. A
 * caller with one value per key falls into one cell; only one with several
 * services, or several values of a tag, needs the cells one by one.
 */
function cellsFor({ uriSans }: Caller, items: Item[], mesh: string) {
  const own = new Set(uriSans);
  const matching = items.filter(item =>
    item.uriSans.every(each => own.has(each)),
  );
  if (!hasSeveral(items, own)) {
    return (group: Group) => [matching.filter(item => group.items.has(item))];
  }
  const hasTag = (key: string, value: string) =>
    own.has(uriSanOf(mesh, key, value));
  return (group: Group) =>
    cellsOf(group.dimensions, hasTag, LIMIT)?.map(cell =>
      [...group.items].filter(({ tags }) => covers(tags, cell)),
    );
}

/**
 * Whether a caller has several values of a key. Also those count that only stand
 * in items which do not hold the caller: they make cells of their own.
 */
function hasSeveral(items: Item[], own: Set<string>): boolean {
  const values = new Map<string, string>();
  return items.some(({ tags, uriSans }) =>
    tags.some(([key, value], index) => {
      if (!own.has(uriSans[index])) return false;
      const known = values.get(key) ?? value;
      values.set(key, known);
      return known !== value;
    }),
  );
}

/** Whether any caller at all would be shadow denied. */
function hasShadow(items: Item[]): boolean {
  return items.some(item => {
    const own = new Map(item.tags.map(([key, value]) => [key, value]));
    const held = items.filter(({ tags }) => covers(tags, own));
    return decidingItem(held)?.from.action === 'AllowWithShadowDeny';
  });
}
