import { parseEntityRef } from '@backstage/catalog-model';

/** An owner as a heading calls it. */
export function ownerName(owner: string): string {
  if (!owner) return 'Nobody';
  try {
    return parseEntityRef(owner).name;
  } catch {
    return owner;
  }
}
