import { createHash } from 'node:crypto';
import { Entity, stringifyEntityRef } from '@backstage/catalog-model';

/** What the catalog has to be told, and what it then knows. */
export type EntityChanges = {
  /** New and changed. */
  added: Entity[];
  /** Refs. */
  removed: string[];
  /** Fingerprint of each entity, by ref: a catalog has thousands. */
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
    const fingerprint = createHash('sha256')
      .update(JSON.stringify(entity))
      .digest('base64');
    known.set(ref, fingerprint);
    if (before.get(ref) !== fingerprint) added.push(entity);
  }
  const removed = [...before.keys()].filter(ref => !known.has(ref));
  return { added, removed, known };
}
