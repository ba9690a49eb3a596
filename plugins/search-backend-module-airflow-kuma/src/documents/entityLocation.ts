import { parseEntityRef } from '@backstage/catalog-model';

/** Path of an entity's page; the same in any portal that kept the default. */
export function entityLocation(ref: string): string {
  const { kind, namespace, name } = parseEntityRef(ref);
  return ['', 'catalog', namespace, kind, name]
    .map(encodeURIComponent)
    .join('/');
}

/** Words of one field after another; people search for any of them. */
export function words(fields: (string | undefined)[]): string {
  return fields.filter(Boolean).join(' · ');
}
