import { sha256 } from '@noble/hashes/sha256';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils';

const MAX_LENGTH = 63;
const HASH_LENGTH = 8;

/** What tells texts apart, unlike the separators and the marks between. */
const TELLING = /[\p{L}\p{N}\p{S}#%*]/u;

/**
 * Text as a catalog tag (`[a-z0-9:+#-]`, at most 63). What cannot be written
 * so (letters that are not Latin, symbols, what is too long) is told apart by
 * a hash; `undefined` where there is nothing but space.
 * @public
 */
export function toTag(text: string): string | undefined {
  return slug(text, /[^a-z0-9:+#]+/g, /^-+|-+$/g);
}

/**
 * Text as a catalog label value (at most 63), in the same way.
 * @public
 */
export function toLabelValue(text: string): string | undefined {
  return slug(text, /[^-a-z0-9_.]+/g, /^[-_.]+|[-_.]+$/g);
}

function slug(text: string, refused: RegExp, ends: RegExp): string | undefined {
  if (text.trim() === '') return undefined;
  const plain = ascii(text);
  const whole = plain.replace(refused, '-').replace(ends, '');
  const lost = (plain.match(refused) ?? []).some(part => TELLING.test(part));
  if (whole && !lost && whole.length <= MAX_LENGTH) return whole;
  const hash = bytesToHex(sha256(utf8ToBytes(text))).slice(0, HASH_LENGTH);
  const start = whole.slice(0, MAX_LENGTH - HASH_LENGTH - 1).replace(ends, '');
  return `${start || 'x'}-${hash}`;
}

function ascii(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLocaleLowerCase('en-US');
}
