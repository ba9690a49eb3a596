import { Entity, parseEntityRef } from '@backstage/catalog-model';

/** What a page calls a user or group: a display name, else a title, else its name. */
export function nameOfEntity(entity: Entity): string {
  const profile = entity.spec?.profile as { displayName?: unknown } | undefined;
  return (
    text(profile?.displayName) ??
    text(entity.metadata.title) ??
    entity.metadata.name
  );
}

/** The same for what the catalog does not have. */
export function nameInRef(ref: string): string {
  try {
    return parseEntityRef(ref).name;
  } catch {
    return ref;
  }
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() ? value : undefined;
}
