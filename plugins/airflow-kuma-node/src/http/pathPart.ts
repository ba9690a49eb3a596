import { InputError } from '@backstage/errors';

/**
 * An id as a part of a path. Airflow and Kuma allow ids of dots alone, which
 * every URL parser takes for a step in the tree, also when they are encoded.
 */
export function pathPart(id: string): string {
  if (id === '' || id === '.' || id === '..') {
    throw new InputError(`The id "${id}" cannot be asked for in a URL`);
  }
  return encodeURIComponent(id);
}
