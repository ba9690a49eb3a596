/** Ports that the facets of an edge are about; all of the service when `undefined`. */
export function portsThatMatter(
  declaration?: { allPorts: boolean; ports: Set<number> },
  grant?: { ports: Set<number> },
): number[] | undefined {
  if (declaration?.allPorts) return undefined;
  if (declaration) return [...declaration.ports];
  return grant ? [...grant.ports] : undefined;
}
