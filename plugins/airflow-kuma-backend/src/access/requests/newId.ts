import { randomBytes } from 'node:crypto';

const ALPHABET = 'abcdefghijkmnpqrstuvwxyz23456789';

/**
 * An id of ten characters (50 bits): part of policy names and label values,
 * where Kuma leaves 63 characters for several of them.
 */
export function newId(): string {
  return [...randomBytes(10)]
    .map(byte => ALPHABET[byte % ALPHABET.length])
    .join('');
}
