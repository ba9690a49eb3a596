import { InputError } from '@backstage/errors';
import { HttpClient } from '../http/types';

/**
 * What both generations of the API need.
 */
export type AirflowContext = {
  http: HttpClient;
  /** For messages. */
  upstream: string;
};

/**
 * An id as a part of a path. Airflow allows ids of dots alone, which every URL
 * parser takes for a step in the tree, also when they are encoded.
 */
export function part(id: string): string {
  if (id === '.' || id === '..') {
    throw new InputError(`The id "${id}" cannot be asked for in a URL`);
  }
  return encodeURIComponent(id);
}
