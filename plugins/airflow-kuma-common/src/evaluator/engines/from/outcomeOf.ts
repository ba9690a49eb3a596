import { Group } from './groups';
import { decidingItem, Item } from './items';

/** What groups make of a caller. */
export type Outcome = {
  allowed: boolean;
  unreadable: boolean;
  shadow: boolean;
  /** What let the caller in, else what kept it out. */
  item?: Item;
};

/**
 * Adds up what groups say: Envoy lets in whom any of them allows.
 *
 * @param cellsOf - for a group, the items that hold all callers of a cell, for
 *   each cell that the caller falls into
 */
export function outcomeOf(
  groups: Group[],
  cellsOf: (group: Group) => Item[][] | undefined,
): Outcome {
  const outcome: Outcome = { allowed: false, unreadable: false, shadow: false };
  for (const group of groups) {
    const cells = cellsOf(group);
    if (!cells) outcome.unreadable = true;
    for (const items of cells ?? []) {
      const item = decidingItem(items);
      if (item) addUp(outcome, item);
    }
  }
  return outcome;
}

function addUp(outcome: Outcome, item: Item) {
  const { action } = item.from;
  if (action === 'AllowWithShadowDeny') outcome.shadow = true;
  if (action === 'Allow' || action === 'AllowWithShadowDeny') {
    if (!outcome.allowed) outcome.item = item;
    outcome.allowed = true;
    return;
  }
  if (action !== 'Deny') outcome.unreadable = true;
  outcome.item ??= item;
}
