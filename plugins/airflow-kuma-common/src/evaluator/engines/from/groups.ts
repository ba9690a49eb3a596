import {
  components,
  Dimensions,
  dimensionsOf,
  graphOf,
  maximalCliques,
  Subset,
} from '../../grouping';
import { distinctSubsets, Item } from './items';

/** Items that Kuma makes one set of rules of; an item may be in several. */
export type Group = { dimensions: Dimensions; items: Set<Item> };

/** No control plane gets through more either; the answer is then `unknown`. */
export const LIMIT = 20_000;
const SUBSET_LIMIT = 2_000;

/** Groups as they are meant, and as the control plane makes them. */
export function groupsOf(
  items: Item[],
  cliques: boolean,
): { meant: Group[]; enforced: Group[] | undefined } {
  const subsets = distinctSubsets(items);
  const graph = graphOf(subsets);
  const toGroup = (nodes: number[]) => groupOf(items, nodes, subsets);
  const meant = components(graph).map(toGroup);
  if (!cliques) return { meant, enforced: meant };
  const found =
    subsets.length > SUBSET_LIMIT ? undefined : maximalCliques(graph, LIMIT);
  return { meant, enforced: found?.map(toGroup) };
}

function groupOf(items: Item[], nodes: number[], subsets: Subset[]): Group {
  const dimensions = dimensionsOf(nodes.map(node => subsets[node]));
  const own = items.filter(item =>
    item.tags.every(([key, value]) => dimensions.get(key)?.has(value)),
  );
  return { dimensions, items: new Set(own) };
}
