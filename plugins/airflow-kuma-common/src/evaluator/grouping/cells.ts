import { Subset } from './subset';

/**
 * Kuma cuts each group into cells: per key one of its values, or none of them.
 * A cell is one principal of Envoy's RBAC policy.
 */
export type Cell = ReadonlyMap<string, string | undefined>;

/** Keys of a group with all values that its members want. */
export type Dimensions = ReadonlyMap<string, ReadonlySet<string>>;

/** The dimensions of a group of subsets. */
export function dimensionsOf(subsets: Subset[]): Dimensions {
  const dimensions = new Map<string, Set<string>>();
  for (const subset of subsets) {
    for (const [key, value] of subset) {
      dimensions.set(key, (dimensions.get(key) ?? new Set()).add(value));
    }
  }
  return dimensions;
}

/**
 * The cells that a caller falls into. With one value per key that is exactly
 * one; a caller with several services falls into one per service. `undefined`
 * where there are more than the limit.
 */
export function cellsOf(
  dimensions: Dimensions,
  hasTag: (key: string, value: string) => boolean,
  limit: number,
): Cell[] | undefined {
  let cells: Map<string, string | undefined>[] = [new Map()];
  for (const [key, values] of dimensions) {
    const own: (string | undefined)[] = [...values].filter(value =>
      hasTag(key, value),
    );
    const choices = own.length > 0 ? own : [undefined];
    if (cells.length * choices.length > limit) return undefined;
    cells = cells.flatMap(cell =>
      choices.map(choice => new Map(cell).set(key, choice)),
    );
  }
  return cells;
}

/** Whether all callers of a cell are in a subset. */
export function covers(subset: Subset, cell: Cell): boolean {
  return subset.every(([key, value]) => cell.get(key) === value);
}
