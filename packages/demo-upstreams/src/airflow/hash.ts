import { createHash } from 'node:crypto';

/** A number from 0 to 1 that is always the same for the same text. */
export function fraction(text: string): number {
  return createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32;
}

/** UUID version 7 for a moment, with the rest from a text. */
export function uuid7(milliseconds: number, text: string): string {
  const time = Math.floor(milliseconds).toString(16).padStart(12, '0');
  const rest = createHash('sha256').update(text).digest('hex');
  return [
    time.slice(0, 8),
    time.slice(8),
    `7${rest.slice(0, 3)}`,
    `8${rest.slice(3, 6)}`,
    rest.slice(6, 18),
  ].join('-');
}
