/**
 * Text as a catalog tag (`[a-z0-9:+#-]`, at most 63), or `undefined` where
 * nothing is left of it.
 * @public
 */
export function toTag(text: string): string | undefined {
  const tag = ascii(text)
    .replace(/[^a-z0-9:+#]+/g, '-')
    .slice(0, 63)
    .replace(/^-+|-+$/g, '');
  return tag || undefined;
}

/**
 * Text as a catalog label value (at most 63), or `undefined` where nothing is
 * left of it.
 * @public
 */
export function toLabelValue(text: string): string | undefined {
  const value = ascii(text)
    .replace(/[^-a-z0-9_.]+/g, '-')
    .slice(0, 63)
    .replace(/^[-_.]+|[-_.]+$/g, '');
  return value || undefined;
}

function ascii(text: string): string {
  return text
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLocaleLowerCase('en-US');
}
