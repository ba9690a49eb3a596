import { Resource } from './types';

/** Resources by type, mesh and name. */
export class ResourceStore {
  readonly #types = new Map<string, Map<string, Resource>>();

  get(type: string, mesh: string | undefined, name: string) {
    return this.#types.get(type)?.get(key(mesh, name));
  }

  /** In Kuma's order: by mesh, then by name. */
  list(type: string, mesh?: string): Resource[] {
    return [...(this.#types.get(type)?.values() ?? [])]
      .filter(resource => mesh === undefined || resource.mesh === mesh)
      .sort(
        (a, b) =>
          compare(a.mesh ?? '', b.mesh ?? '') || compare(a.name, b.name),
      );
  }

  put(resource: Resource): void {
    const ofType = this.#types.get(resource.type) ?? new Map();
    this.#types.set(resource.type, ofType);
    ofType.set(key(resource.mesh, resource.name), resource);
  }

  delete(type: string, mesh: string | undefined, name: string): boolean {
    return this.#types.get(type)?.delete(key(mesh, name)) ?? false;
  }

  /** How many there are of each type in a mesh. */
  counts(mesh?: string): Record<string, { total: number }> {
    const counts: Record<string, { total: number }> = {};
    for (const type of [...this.#types.keys()].sort()) {
      const total = this.list(type, mesh).length;
      if (total > 0) counts[type] = { total };
    }
    return counts;
  }
}

function key(mesh: string | undefined, name: string): string {
  return `${mesh ?? ''}/${name}`;
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
