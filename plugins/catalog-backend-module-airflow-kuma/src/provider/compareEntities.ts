import { Entity, stringifyEntityRef } from '@backstage/catalog-model';

/** What the catalog has to be told, and what it then knows. */
export type EntityChanges = {
  /** New and changed. */
  added: Entity[];
  /** Refs. */
  removed: string[];
  /** Text of each entity, by ref. */
  known: Map<string, string>;
};

/** Compares entities with what the catalog was last told. */
export function compareEntities(
  entities: Entity[],
  before: Map<string, string>,
): EntityChanges {
  const known = new Map<string, string>();
  const added: Entity[] = [];
  for (const entity of entities) {
    const ref = stringifyEntityRef(entity);
    const text = JSON.stringify(entity);
    known.set(ref, text);
    if (before.get(ref) !== text) added.push(entity);
  }
  const removed = [...before.keys()].filter(ref => !known.has(ref));
  return { added, removed, known };
}
