import { createHash } from 'node:crypto';

/** Fingerprint of stored text, to see cheaply whether an object changed. */
export function hashOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}
