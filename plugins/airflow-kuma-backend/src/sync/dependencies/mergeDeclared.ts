import { DeclaredDependency } from '@airflow-kuma/backstage-plugin-airflow-kuma-common';

/**
 * One entry for each service as written, with all its evidence, in an order
 * that does not depend on the order of reading.
 */
export function mergeDeclared(
  ...lists: DeclaredDependency[][]
): DeclaredDependency[] {
  const merged = new Map<string, DeclaredDependency>();
  for (const item of lists.flat()) {
    const key = keyOf(item);
    const known = merged.get(key);
    merged.set(key, {
      ...item,
      evidence: [...(known?.evidence ?? []), ...item.evidence],
    });
  }
  return [...merged]
    .sort(([a], [b]) => compareText(a, b))
    .map(([_, item]) => ({ ...item, evidence: unique(item.evidence) }));
}

function unique<T>(items: T[]): T[] {
  const byText = new Map(items.map(item => [JSON.stringify(item), item]));
  return [...byText]
    .sort(([a], [b]) => compareText(a, b))
    .map(([_, item]) => item);
}

function keyOf(item: DeclaredDependency): string {
  return JSON.stringify([item.mesh ?? '', item.service, item.port ?? 0]);
}

function compareText(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
