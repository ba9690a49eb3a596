/**
 * `1 run`, `1,234 runs`; give `more` where an s does not make the plural.
 * @public
 */
export function counted(
  number: number,
  one: string,
  more: string = `${one}s`,
): string {
  return `${number.toLocaleString('en')} ${number === 1 ? one : more}`;
}

/**
 * The text with its first letter in upper case, as a sentence begins.
 * @public
 */
export function capitalized(text: string): string {
  return text.charAt(0).toLocaleUpperCase('en-US') + text.slice(1);
}
