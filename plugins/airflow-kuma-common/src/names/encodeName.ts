import { sha256 } from '@noble/hashes/sha256';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils';

const MAX_LENGTH = 63; // catalog-model: metadata.name
const HASH_LENGTH = 12;
const HASH = new RegExp(`^[0-9a-f]{${HASH_LENGTH}}$`);
const PLAIN = /^[a-z0-9](?:[-a-z0-9_]*[a-z0-9])?$/;
const PLAIN_WITH_DOTS = /^[a-z0-9]+(?:[-_]+[a-z0-9]+|\.[a-z0-9]+)*$/;

/**
 * Encodes upstream ids as one catalog name (at most 63 characters, case
 * insensitive). Ids that need no change stay readable and are joined by `.`;
 * anything else becomes `<slug>..<hash>`. A plain name never contains `..`, so
 * the two forms cannot meet; the hash covers the raw ids, so ids that differ
 * only by case, by a cut character or by where they are split stay apart.
 *
 * One id alone may be any word that people name their own entities by. With a
 * prefix it becomes `<prefix>..<id>`, which nobody writes by hand, and which is
 * no name of the second form either.
 * @public
 */
export function encodeName(
  parts: string[],
  options?: { dotsInLast?: boolean; prefix?: string },
): string {
  const prefix = options?.prefix;
  const plain = parts.every((part, index) =>
    options?.dotsInLast && index === parts.length - 1
      ? PLAIN_WITH_DOTS.test(part)
      : PLAIN.test(part),
  );
  const joined = parts.join('.');
  const name = prefix ? `${prefix}..${joined}` : joined;
  const isAmbiguous = prefix !== undefined && HASH.test(joined);
  if (plain && !isAmbiguous && name.length <= MAX_LENGTH) return name;

  const raw = prefix ? [`${prefix}..`, ...parts] : parts;
  const hash = bytesToHex(sha256(utf8ToBytes(JSON.stringify(raw)))).slice(
    0,
    HASH_LENGTH,
  );
  const slug = name
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLocaleLowerCase('en-US')
    .replace(/[^-a-z0-9_.]+/g, '-')
    .replace(/[-_.]{2,}/g, '-')
    .slice(0, MAX_LENGTH - HASH_LENGTH - 2)
    .replace(/^[-_.]+|[-_.]+$/g, '');
  return slug ? `${slug}..${hash}` : `x..${hash}`;
}
